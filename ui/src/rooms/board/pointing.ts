// From pixels to rows, columns and minutes, and back to a cell.
import type { BoardState, Place } from "./board.svelte";
import { placesOf, QUARTER } from "./geometry";

export interface Point extends Place {
  /** Not rounded. */
  minute: number;
  /** A place is left at this minute of this column, as far as is drawn. */
  isFree: boolean;
}

export function cellAt(grid: HTMLElement, at: Place): HTMLElement | null {
  return grid.querySelector<HTMLElement>(`[data-row="${at.row}"][data-column="${at.column}"]`);
}

/** Where a cell stands; null for what is not a cell. */
export function placeOfCell(element: HTMLElement): Place | null {
  const { row, column } = element.dataset;
  return row === undefined || column === undefined ? null : { row: Number(row), column: Number(column) };
}

/** What is under a point of the window; null left of the columns and above the rows. */
export function pointOn(grid: HTMLElement, board: BoardState, x: number, y: number): Point | null {
  const first = cellAt(grid, { row: 0, column: 0 })?.getBoundingClientRect();
  if (!first || first.width === 0 || first.height === 0) return null;
  const column = Math.min(Math.floor((x - first.left) / first.width), board.columns.length - 1);
  const down = (y - first.top) / first.height;
  const row = Math.min(Math.floor(down), board.rows.length - 1);
  if (column < 0 || down < 0) return null;
  const minute = (board.rows[0]?.minute ?? 0) + down * QUARTER;
  const drawn = board.columns[column];
  const visits = (drawn?.byRow[row] ?? []).map((it) => it.visit);
  const there = visits.filter((it) => it.from_minute <= minute && minute < it.to_minute);
  return { row, column, minute, isFree: there.length < placesOf(drawn?.view ?? null) };
}

/** The grid's minute at or before a point. */
export const minuteAt = (minute: number, snap: number): number => Math.floor(minute / snap) * snap;
