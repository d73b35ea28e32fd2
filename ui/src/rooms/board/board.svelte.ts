// The board's own state: what is drawn, where the cursor is, where a visit on the move hovers.
import type { DayView, Density, ElsewhereView, HoldView, VisitView, WeekView } from "@bridge";
import { keepUnchanged } from "@shared/data/unchanged";
import type { Spot } from "@shared/slots/spot";
import type { Aims } from "./aims";
import { at, type Cursor, type Step, stepped, type Stop, stopAt, stopsOf } from "./cursor";
import { type Arrangement, placed } from "./arrangement";
import {
  type Column,
  columnsOf,
  heldAt,
  leastDrawn,
  QUARTER,
  quartersDown,
  type Row,
  rowAt,
  rowsOf,
  rowsOfWeek,
  wallAt,
  weekColumnsOf,
} from "./geometry";
import { type Group, holds } from "./groups";
import { proposedOn } from "./proposed";

export interface Ghost {
  column: number;
  minute: number;
}

/** A cell of the grid. */
export interface Place {
  row: number;
  column: number;
}

interface Shown {
  day: DayView;
  /** Drawn instead of the day: the same cells, with the days of one resource as columns. */
  week: WeekView | null;
  showClosed: boolean;
  elsewhere: readonly ElsewhereView[];
  aims: Aims;
  arrangement: Arrangement;
  density: Density;
}

/** A column that is being dragged by its head, and the one that it would stand before; null at the end. */
export interface Carried {
  resource: string;
  before: string | null;
}

/** How many pixels high the heads of the columns are. */
export const HEAD_PX = 46;
/** How many pixels high a quarter hour is; on a day that fits the window, at least and at most. */
const QUARTER_PX = { comfortable: 26, compact: 20, fit: [16, 40] } as const;

export class BoardState {
  readonly #shown: () => Shown;
  #rows: Row[] = [];
  readonly rows = $derived.by<Row[]>(() => {
    const { day, week } = this.#shown();
    return (this.#rows = keepUnchanged(this.#rows, week ? rowsOfWeek(week, day) : rowsOf(day)));
  });
  /** The pixels that there are for all rows. */
  room = $state(0);
  readonly quarterPx = $derived.by<number>(() => {
    const { density } = this.#shown();
    if (density !== "fit") return QUARTER_PX[density];
    const [least, most] = QUARTER_PX.fit;
    return Math.max(least, Math.min(most, Math.floor(this.room / Math.max(1, this.rows.length))));
  });
  readonly least = $derived(leastDrawn(this.quarterPx));
  #columns: Column[] = [];
  /** A change of one visit makes one column and the cells of that visit new, so that nothing else is drawn again. */
  readonly columns = $derived.by<Column[]>(() => {
    const { showClosed, elsewhere, arrangement, week } = this.#shown();
    const drawing = { showClosed, elsewhere, arrangement, least: this.least };
    const columns = week ? weekColumnsOf(week.days, this.rows, drawing) : columnsOf(this.day, this.rows, drawing);
    return (this.#columns = keepUnchanged(this.#columns, columns));
  });
  readonly stops = $derived.by<Stop[][]>(() => this.columns.map((column) => stopsOf(this.rows, column)));
  /** The visit on the move. */
  readonly moving = $derived.by(() => this.#shown().aims.moving);
  /** What waits for a yes. */
  readonly proposed = $derived.by(() => proposedOn(this, this.#shown().aims.proposed));
  cursor = $state.raw<Cursor>({ column: 0, minute: 0, visit: null });
  ghost = $state.raw<Ghost | null>(null);
  carried = $state.raw<Carried | null>(null);

  constructor(shown: () => Shown) {
    this.#shown = shown;
    this.cursor = { column: 0, minute: this.day.now_minute ?? 0, visit: null };
  }

  get day(): DayView {
    return this.#shown().day;
  }

  get isWeek(): boolean {
    return this.#shown().week !== null;
  }

  /** The column whose time is running: in a week today's; on a day's board all, when it is today. */
  isNowIn(column: Column): boolean {
    return column.day.date === column.day.today;
  }

  visitById(id: string): VisitView | undefined {
    const placed = this.columns.flatMap((it) => it.placed).find((it) => holds(it, id));
    return placed?.group?.visits.find((it) => it.id === id) ?? placed?.visit;
  }

  /** Puts the cursor into the column of a day or of a resource, at the time where it is. */
  goToColumn(wanted: (column: Column) => boolean): void {
    const column = this.columns.findIndex(wanted);
    if (column >= 0) this.cursor = { column, minute: this.cursor.minute, visit: null };
  }

  get column(): number {
    return Math.max(0, Math.min(this.cursor.column, this.columns.length - 1));
  }

  get stop(): Stop | undefined {
    return stopAt(this.stops[this.column] ?? [], this.cursor);
  }

  /** The cell that has the focus for the cursor. */
  get place(): Place {
    return { row: this.stop?.row ?? 0, column: this.column };
  }

  get visit(): VisitView | null {
    return this.stop?.visit ?? null;
  }

  /** The group under the cursor. */
  get group(): Group | null {
    return this.stop?.group ?? null;
  }

  /** Whether the cell of the cursor has something else beside the cursor's stop. */
  get sharesCell(): boolean {
    const touching = this.columns[this.column]?.byRow[this.place.row]?.length ?? 0;
    return touching > (this.visit || this.group ? 1 : 0);
  }

  /** The spot under the cursor; none in the column of visits without a resource. */
  get spot(): Spot | null {
    const spot = this.stop ? this.spotAt(this.column, this.stop.minute) : null;
    return spot && { ...spot, type: this.group?.visits[0]?.appointment_type };
  }

  /** The hold under the cursor. */
  get held(): HoldView | null {
    return this.visit || this.group || !this.stop ? null : this.heldAt(this.column, this.stop.minute);
  }

  heldAt(column: number, minute: number): HoldView | null {
    const found = this.columns[column];
    return (found && heldAt(found, minute)) ?? null;
  }

  go(step: Step): void {
    this.cursor = stepped({ ...this.cursor, column: this.column }, step, this.stops);
  }

  /** Moves the cursor into a cell: to what starts there, or to what covers it. */
  goTo(place: Place): void {
    const stops = this.stops[place.column] ?? [];
    const minute = this.rows[place.row]?.minute ?? 0;
    const starts = stops.find((it) => it.row === place.row);
    this.cursor = starts ? at(place.column, starts) : { column: place.column, minute, visit: null };
  }

  goToVisit(visit: VisitView): void {
    const here = this.columns[this.column]?.placed.some((it) => holds(it, visit.id));
    const column = here ? this.column : this.#columnOf(visit);
    if (column >= 0) this.cursor = { column, minute: visit.from_minute, visit: visit.id };
  }

  spotAt(column: number, minute: number): Spot | null {
    const found = this.columns[column];
    if (!found?.resource) return null;
    const wall = `${found.day.date}T${wallAt(found.day, minute)}`;
    return { resource: found.resource, resourceName: found.resourceName, wall };
  }

  /** Where a spot is drawn, if this board has it. */
  placeOf(spot: Spot | null): Ghost | null {
    if (!spot) return null;
    const date = spot.wall.slice(0, 10);
    const column = this.columns.findIndex((it) => it.resource === spot.resource && it.day.date === date);
    const wall = spot.wall.slice(11);
    const mark = this.columns[column]?.day.marks.findLast(
      (it) => it.wall <= wall && it.wall.slice(0, 2) === wall.slice(0, 2),
    );
    if (!mark) return null;
    return { column, minute: mark.minute + Number(wall.slice(3)) - Number(mark.wall.slice(3)) };
  }

  cellOf(place: Ghost): Place {
    return { row: Math.max(0, rowAt(this.rows, place.minute)), column: place.column };
  }

  /** Puts the visit's ghost where it was pointed at, or where the visit is, or under the cursor on another day. */
  beginMove(visit: VisitView, pointedAt: Ghost | null): void {
    const here = { column: this.column, minute: this.stop?.minute ?? 0 };
    this.ghost = pointedAt ?? this.placeOfVisit(visit) ?? here;
  }

  moveGhost(columns: number, minutes: number): void {
    const ghost = this.ghost;
    if (!ghost) return;
    const last = (this.rows.at(-1)?.minute ?? 0) + QUARTER - 5;
    const minute = Math.max(this.rows[0]?.minute ?? 0, Math.min(last, ghost.minute + minutes));
    const column = Math.max(0, Math.min(this.columns.length - 1, ghost.column + columns));
    this.ghost = { column, minute };
  }

  /** Where the pointer has it; nothing is drawn again while that is the same. */
  putGhost(column: number, minute: number): void {
    if (this.ghost?.column !== column || this.ghost.minute !== minute) this.ghost = { column, minute };
  }

  /** The order of the columns once the carried one is let go. */
  orderAfterDrop(): string[] | null {
    const carried = this.carried;
    if (!carried || carried.before === carried.resource) return null;
    return placed(this.day.columns, this.#shown().arrangement, carried.resource, carried.before);
  }

  down(minute: number): number {
    return quartersDown(this.rows, minute);
  }

  placeOfVisit(visit: VisitView | undefined): Ghost | null {
    const column = visit ? this.#columnOf(visit) : -1;
    return visit && column >= 0 ? { column, minute: visit.from_minute } : null;
  }

  #columnOf(visit: VisitView): number {
    return this.columns.findIndex((it) => it.placed.some((placed) => holds(placed, visit.id)));
  }
}
