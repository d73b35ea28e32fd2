// Where the cursor goes. A visit that spans several rows is one stop; the row is remembered, so that going sideways
// past a long visit comes back to the same time.
import type { VisitView } from "@bridge";
import type { Column, Row } from "./geometry";
import { rowAt } from "./geometry";

export interface Cursor {
  row: number;
  column: number;
}

export type Step = "up" | "down" | "left" | "right" | "rowStart" | "rowEnd" | "hourUp" | "hourDown" | "first" | "last";

const HOUR = 4;

export function stepped(cursor: Cursor, step: Step, columns: readonly Column[], rows: number): Cursor {
  const { row, column } = cursor;
  const stay = (to: number) => Math.max(0, Math.min(rows - 1, to));
  const lastColumn = columns.length - 1;
  switch (step) {
    case "up":
      return { row: beyond(columns[column], row, -1, rows), column };
    case "down":
      return { row: beyond(columns[column], row, 1, rows), column };
    case "left":
      return { row, column: Math.max(0, column - 1) };
    case "right":
      return { row, column: Math.min(lastColumn, column + 1) };
    case "rowStart":
      return { row, column: 0 };
    case "rowEnd":
      return { row, column: lastColumn };
    case "hourUp":
      return { row: stay(row - HOUR), column };
    case "hourDown":
      return { row: stay(row + HOUR), column };
    case "first":
      return { row: 0, column: 0 };
    case "last":
      return { row: rows - 1, column: lastColumn };
  }
}

/** The visit that a cell stands for: the one that starts in it, or the one that covers it from above. */
export function visitAt(column: Column | undefined, row: number): VisitView | undefined {
  return column?.byRow[row]?.[0];
}

/** The row of the cell that takes the focus: the start of the visit that covers the cursor. */
export function anchorRow(column: Column | undefined, row: number): number {
  const visit = visitAt(column, row);
  return column?.placed.find((it) => it.visit === visit)?.row ?? row;
}

/** The row to start from: an hour before now, or the first row. */
export function firstRow(rows: readonly Row[], nowMinute: number | null): number {
  return nowMinute === null ? 0 : Math.max(0, rowAt(rows, nowMinute));
}

function beyond(column: Column | undefined, row: number, by: 1 | -1, rows: number): number {
  const here = visitAt(column, row);
  let next = row + by;
  while (here && next > 0 && next < rows - 1 && visitAt(column, next) === here) next += by;
  return Math.max(0, Math.min(rows - 1, next));
}
