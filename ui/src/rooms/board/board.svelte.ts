// The board's own state: what is drawn, where the cursor is, where a visit on the move hovers.
import type { DayView, VisitView } from "@bridge";
import type { Spot } from "@shared/slots/spot";
import { anchorRow, type Cursor, firstRow, type Step, stepped, visitAt } from "./cursor";
import { type Column, columnsOf, quartersDown, type Row, rowAt, rowsOf, wallAt } from "./geometry";

export interface Ghost {
  column: number;
  minute: number;
}

interface Shown {
  day: DayView;
  showClosed: boolean;
  moving: VisitView | null;
}

export class BoardState {
  readonly #shown: () => Shown;
  readonly rows = $derived.by<Row[]>(() => rowsOf(this.#shown().day));
  readonly columns = $derived.by<Column[]>(() => columnsOf(this.day, this.rows, this.#shown().showClosed));
  cursor = $state.raw<Cursor>({ row: 0, column: 0 });
  ghost = $state.raw<Ghost | null>(null);

  constructor(shown: () => Shown) {
    this.#shown = shown;
    this.cursor = { row: firstRow(this.rows, this.day.now_minute), column: 0 };
  }

  get day(): DayView {
    return this.#shown().day;
  }

  /** The cursor within the board, and the cell that has the focus for it. */
  get anchor(): Cursor {
    const column = Math.min(this.cursor.column, this.columns.length - 1);
    const row = Math.min(this.cursor.row, this.rows.length - 1);
    return { row: anchorRow(this.columns[column], row), column };
  }

  get visit(): VisitView | undefined {
    return visitAt(this.columns[this.cursor.column], this.cursor.row);
  }

  /** The spot under the cursor; none in the column of visits without a resource. */
  get spot(): Spot | null {
    const row = this.rows[this.cursor.row];
    return row ? this.spotAt(this.cursor.column, row.minute) : null;
  }

  go(step: Step): void {
    this.cursor = stepped(this.cursor, step, this.columns, this.rows.length);
  }

  spotAt(column: number, minute: number): Spot | null {
    const found = this.columns[column];
    if (!found?.resource) return null;
    return {
      resource: found.resource,
      resourceName: found.name,
      wall: `${this.day.date}T${wallAt(this.day, minute)}`,
    };
  }

  /** Where a spot is drawn, if this board has it. */
  placeOf(spot: Spot | null): Ghost | null {
    if (spot?.wall.slice(0, 10) !== this.day.date) return null;
    const column = this.columns.findIndex((it) => it.resource === spot.resource);
    const wall = spot.wall.slice(11);
    const mark = this.day.marks.findLast((it) => it.wall <= wall && it.wall.slice(0, 2) === wall.slice(0, 2));
    if (column < 0 || !mark) return null;
    return { column, minute: mark.minute + Number(wall.slice(3)) - Number(mark.wall.slice(3)) };
  }

  cellOf(place: Ghost): Cursor {
    return { row: Math.max(0, rowAt(this.rows, place.minute)), column: place.column };
  }

  /** Puts the visit's ghost where the visit is, or under the cursor on another day. */
  beginMove(visit: VisitView): void {
    const column = this.columns.findIndex((it) => it.placed.some(({ visit: other }) => other.id === visit.id));
    const minute = this.rows[this.cursor.row]?.minute ?? 0;
    this.ghost = column < 0 ? { column: this.cursor.column, minute } : { column, minute: visit.from_minute };
  }

  moveGhost(columns: number, minutes: number): void {
    const ghost = this.ghost;
    if (!ghost) return;
    const last = (this.rows.at(-1)?.minute ?? 0) + 10;
    const minute = Math.max(this.rows[0]?.minute ?? 0, Math.min(last, ghost.minute + minutes));
    const column = Math.max(0, Math.min(this.columns.length - 1, ghost.column + columns));
    this.ghost = { column, minute };
  }

  down(minute: number): number {
    return quartersDown(this.rows, minute);
  }
}
