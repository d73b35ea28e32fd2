// Where the cursor can stand and how it moves. A column is a list of stops: every visit is one, however many rows it
// spans, and so is the first free minute of every quarter hour that has one. Keys act on the stop, so what is
// highlighted and what is changed can never differ.
import type { VisitView } from "@bridge";
import { type Column, drawnAt, firstFree, type Row, rowAt } from "./geometry";
import type { Group } from "./groups";

export interface Stop {
  row: number;
  minute: number;
  /** Null on free time, and on a group. */
  visit: VisitView | null;
  group: Group | null;
  /** Free time beside a visit, where several are taken at a time. */
  isBeside: boolean;
}

export interface Cursor {
  column: number;
  /** The minute that the person is at; kept when the cursor goes sideways. */
  minute: number;
  /** The visit or the group that was stopped at, or that it was a place beside them: several can share a minute. */
  visit: string | null;
}

export type Step = "up" | "down" | "left" | "right" | "rowStart" | "rowEnd" | "hourUp" | "hourDown" | "first" | "last";

/** Stands for a place beside what is booked. */
const BESIDE = "beside";

export function stopsOf(rows: readonly Row[], column: Pick<Column, "placed" | "kept" | "view">): Stop[] {
  const top = rows[0]?.minute ?? 0;
  const stops: Stop[] = column.placed.map(({ visit, group }) => ({
    row: Math.max(0, rowAt(rows, visit.from_minute)),
    minute: Math.max(top, visit.from_minute),
    visit: group ? null : visit,
    group,
    isBeside: false,
  }));
  rows.forEach((row, index) => {
    const minute = firstFree(row.minute, column);
    if (minute !== null)
      stops.push({ row: index, minute, visit: null, group: null, isBeside: drawnAt(minute, column) > 0 });
  });
  const rank = (it: Stop) => (it.isBeside ? Infinity : (it.visit?.lane ?? 0));
  return stops.sort((a, b) => a.minute - b.minute || Math.sign(rank(a) - rank(b)) || 0);
}

/** The stop that a cursor stands at. */
export function stopAt(stops: readonly Stop[], cursor: Pick<Cursor, "minute" | "visit">): Stop | undefined {
  const { minute } = cursor;
  return (
    (cursor.visit === BESIDE ? stops.findLast((it) => it.isBeside && it.minute <= minute) : undefined) ??
    (cursor.visit === null ? undefined : stops.find((it) => isOn(it, cursor.visit))) ??
    stops.find((it) => drawnAs(it).some(({ from_minute, to_minute }) => from_minute <= minute && minute < to_minute)) ??
    stops.findLast((it) => it.minute <= minute) ??
    stops[0]
  );
}

const drawnAs = ({ visit, group }: Stop): VisitView[] => group?.visits ?? (visit ? [visit] : []);

const isOn = (stop: Stop, id: string | null): boolean =>
  stop.group?.id === id || drawnAs(stop).some((it) => it.id === id);

export function stepped(cursor: Cursor, step: Step, columns: readonly (readonly Stop[])[]): Cursor {
  const last = columns.length - 1;
  const stops = columns[cursor.column] ?? [];
  switch (step) {
    case "up":
      return beside(cursor, stops, -1);
    case "down":
      return beside(cursor, stops, 1);
    case "left":
      return sideways(cursor, Math.max(0, cursor.column - 1));
    case "right":
      return sideways(cursor, Math.min(last, cursor.column + 1));
    case "rowStart":
      return sideways(cursor, 0);
    case "rowEnd":
      return sideways(cursor, last);
    case "hourUp":
      return at(cursor.column, stopAt(stops, { minute: cursor.minute - 60, visit: null }));
    case "hourDown":
      return at(cursor.column, stopAt(stops, { minute: cursor.minute + 60, visit: null }));
    case "first":
      return at(0, columns[0]?.[0]);
    case "last":
      return at(last, columns[last]?.at(-1));
  }
}

/** A cursor at a stop. */
export function at(column: number, stop: Stop | undefined): Cursor {
  const key = stop?.group?.id ?? stop?.visit?.id ?? (stop?.isBeside ? BESIDE : null);
  return { column, minute: stop?.minute ?? 0, visit: key };
}

function beside(cursor: Cursor, stops: readonly Stop[], by: 1 | -1): Cursor {
  const here = stopAt(stops, cursor);
  const index = here ? stops.indexOf(here) : 0;
  return at(cursor.column, stops[Math.max(0, Math.min(stops.length - 1, index + by))]);
}

function sideways(cursor: Cursor, column: number): Cursor {
  return column === cursor.column ? cursor : { column, minute: cursor.minute, visit: null };
}
