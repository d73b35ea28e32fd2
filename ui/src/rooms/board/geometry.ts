// Where things stand on the board: rows are quarter hours of the local day, columns are resources, visits are placed
// by their minutes. Pure arithmetic over what the desk sent; whether a time is free or bookable is never decided here.
import type { ColumnView, DayView, ElsewhereView, HoldView, KeptView, PartView, VisitView, WeekView } from "@bridge";
import { shortDay } from "@shared/words/dates";
import { type Arrangement, CLINICS_OWN, shown } from "./arrangement";
import { type Block, blocksOf } from "./groups";

export const QUARTER = 15;
/** Below this many minutes a block cannot be read or hit; shorter visits are drawn this long. */
const LEAST_DRAWN = 10;
/** The same in pixels, the gap between blocks included. */
const LEAST_DRAWN_PX = 13;

export interface Row {
  /** Minutes since the local day began. */
  minute: number;
  /** `HH:MM` on the wall. */
  wall: string;
  isHour: boolean;
}

export interface Placed extends Block {
  /** The row that the visit starts in. */
  row: number;
  lane: number;
  lanes: number;
}

/** Time beside a visit that is kept free for it: its buffers. */
export interface Kept {
  from: number;
  to: number;
  visit: VisitView;
}

/** The day that a column is of: what of it stays the same while visits come and go. */
export type ColumnDay = Pick<DayView, "date" | "today" | "marks">;

export interface Column {
  /** Null for the visits that no column of this board takes. */
  resource: string | null;
  /** What stands in its head: the resource, or in a week the day. */
  name: string;
  resourceName: string;
  /** The day that it is of: on a day's board the same for all. */
  day: ColumnDay;
  view: ColumnView | null;
  placed: Placed[];
  kept: Kept[];
  /** Times that are held for visits to come. */
  holds: HoldView[];
  /** Times that are being booked at other desks. */
  elsewhere: ElsewhereView[];
  /** For each row, the visits that start in it. */
  starts: Placed[][];
  /** For each row, what touches it, earliest first. */
  byRow: Placed[][];
}

export function rowsOf(day: Pick<DayView, "marks" | "from_minute" | "to_minute">): Row[] {
  const shown = day.marks.filter((mark) => mark.minute + QUARTER > day.from_minute && mark.minute < day.to_minute);
  return shown.map((mark) => ({ minute: mark.minute, wall: mark.wall, isHour: mark.wall.endsWith(":00") }));
}

/** A day on which the clocks change is drawn into the rows of the others; its times are its own. */
export function rowsOfWeek({ days, from_minute, to_minute }: WeekView, otherwise: DayView): Row[] {
  const { marks } = days.find((it) => it.day_minutes === 24 * 60) ?? otherwise;
  return rowsOf({ marks, from_minute, to_minute });
}

export interface Drawing {
  /** Whether cancelled visits are drawn too. */
  showClosed: boolean;
  elsewhere?: readonly ElsewhereView[];
  /** Which columns, in which order; the clinic's own by default. */
  arrangement?: Arrangement;
  /** The shortest block, in minutes. */
  least?: number;
}

export function columnsOf(day: DayView, rows: readonly Row[], drawing: Drawing): Column[] {
  const { showClosed, elsewhere = [], arrangement = CLINICS_OWN, least = LEAST_DRAWN } = drawing;
  const visits = day.visits.filter((visit) => showClosed || !isCancelled(visit));
  const columns = shown(day.columns, arrangement).map((view) => {
    const mine = visits.filter((visit) => visit.resources.includes(view.resource));
    const holds = day.holds.filter((it) => it.offer.resources.includes(view.resource));
    return column({ day, view, name: view.name, visits: mine, holds, elsewhere }, rows, least);
  });
  const known = new Set(day.columns.map((it) => it.resource));
  const homeless = visits.filter((visit) => !visit.resources.some((it) => known.has(it)));
  if (homeless.length > 0)
    columns.push(column({ day, view: null, name: "", visits: homeless, holds: [], elsewhere: [] }, rows, least));
  return columns;
}

/** A week of one resource: a column for each of its days. */
export function weekColumnsOf(days: readonly DayView[], rows: readonly Row[], drawing: Drawing): Column[] {
  const { showClosed, elsewhere = [], least = LEAST_DRAWN } = drawing;
  return days.map((day) => {
    const visits = day.visits.filter((visit) => showClosed || !isCancelled(visit));
    const source = { day, view: day.columns[0] ?? null, name: shortDay(day.date), visits, holds: day.holds, elsewhere };
    return column(source, rows, least);
  });
}

export const isCancelled = (visit: VisitView): boolean =>
  ["cancelled", "late-cancel", "entered-in-error", "proposed", "waitlist"].includes(visit.status);

/**
 * Side by side where visits overlap: each group of overlapping visits shares the width of its column. Where the column
 * takes several, room is left for one more.
 */
export function inLanes(visits: readonly VisitView[], least = LEAST_DRAWN, places = 1): Omit<Placed, "row">[] {
  const sorted = blocksOf(visits).sort(
    ({ visit: a }, { visit: b }) =>
      a.from_minute - b.from_minute || a.lane - b.lane || b.to_minute - a.to_minute || compare(a.id, b.id),
  );
  const out: Omit<Placed, "row">[] = [];
  let group: typeof out = [];
  let ends: number[] = [];
  const close = () => {
    for (const it of group) it.lanes = Math.max(ends.length, Math.min(places, ends.length + 1));
    out.push(...group);
    [group, ends] = [[], []];
  };
  for (const block of sorted) {
    const { visit } = block;
    if (ends.every((end) => end <= visit.from_minute)) close();
    const found = ends.findIndex((end) => end <= visit.from_minute);
    const lane = found >= 0 ? found : ends.length;
    ends[lane] = drawnEnd(visit, least);
    group.push({ ...block, lane, lanes: 1 });
  }
  close();
  return out;
}

/** The row that holds a minute; -1 above the board. */
export function rowAt(rows: readonly Row[], minute: number): number {
  const first = rows[0]?.minute ?? 0;
  const row = Math.floor((minute - first) / QUARTER);
  return row < 0 ? -1 : Math.min(row, rows.length - 1);
}

/** The parts of a column's day as they are drawn: what is closed over what is open, short over long. */
export function drawnParts(view: ColumnView | null): PartView[] {
  const rank = (part: PartView) => (part.kind === "open" ? 0 : 1);
  const length = (part: PartView) => part.to_minute - part.from_minute;
  return [...(view?.parts ?? [])].sort((a, b) => rank(a) - rank(b) || length(b) - length(a));
}

/** The part of a column's day that a minute is in, the uppermost of those drawn; none outside its hours. */
export const partAt = (view: ColumnView, minute: number): PartView | undefined =>
  drawnParts(view).findLast((part) => part.from_minute <= minute && minute < part.to_minute);

/** What is kept of a column beside its visits at a minute: a changeover, or the person's time at another location. */
export const apartAt = (view: ColumnView, minute: number): KeptView | undefined =>
  view.kept.find((it) => it.from_minute <= minute && minute < it.to_minute);

/** A minute of the day as wall-clock text: the quarter hour's mark plus the minutes after it. */
export function wallAt(day: Pick<DayView, "marks">, minute: number): string {
  const mark = day.marks[Math.floor(minute / QUARTER)];
  if (!mark) return "00:00";
  const [hours = "00", minutes = "00"] = mark.wall.split(":");
  return `${hours}:${String(Number(minutes) + (minute % QUARTER)).padStart(2, "0")}`;
}

/** How far down a minute is, in quarter hours from the board's top. */
export const quartersDown = (rows: readonly Row[], minute: number): number =>
  (minute - (rows[0]?.minute ?? 0)) / QUARTER;

export function drawnEnd(visit: Pick<VisitView, "from_minute" | "to_minute">, least = LEAST_DRAWN): number {
  return Math.max(visit.to_minute, visit.from_minute + least);
}

/** The shortest block in minutes, where a quarter hour is so many pixels high. */
export const leastDrawn = (quarterPx: number): number =>
  Math.max(LEAST_DRAWN, 5 * Math.ceil((LEAST_DRAWN_PX * QUARTER) / quarterPx / 5));

interface Source {
  day: DayView;
  view: ColumnView | null;
  name: string;
  visits: readonly VisitView[];
  holds: HoldView[];
  /** Of every column and day. */
  elsewhere: readonly ElsewhereView[];
}

function column({ day, view, name, visits, holds, elsewhere }: Source, rows: readonly Row[], least: number): Column {
  const placed = inLanes(visits, least, view?.places).map((it) => ({
    ...it,
    row: Math.max(0, rowAt(rows, it.visit.from_minute)),
  }));
  const starts: Placed[][] = rows.map(() => []);
  const byRow: Placed[][] = rows.map(() => []);
  for (const it of placed) {
    const { visit, row } = it;
    starts[row]?.push(it);
    const last = rowAt(rows, Math.max(visit.from_minute, visit.to_minute - 1));
    for (let at = row; at <= last; at++) byRow[at]?.push(it);
  }
  const [resource, resourceName] = [view?.resource ?? null, view?.name ?? ""];
  const { date, today, marks } = day;
  const shared = { resource, name, resourceName, day: { date, today, marks }, view };
  const mine = elsewhere.filter((it) => it.resource === resource && it.date === date);
  return { ...shared, elsewhere: mine, placed, kept: keptFor(placed.map((it) => it.visit)), holds, starts, byRow };
}

function keptFor(visits: readonly VisitView[]): Kept[] {
  return visits
    .filter((visit) => visit.is_live)
    .flatMap((visit) => [
      { from: visit.blocked_from_minute, to: visit.from_minute, visit },
      { from: visit.to_minute, to: visit.blocked_to_minute, visit },
    ])
    .filter((it) => it.from < it.to);
}

/** What is held at a minute of a column, buffers included. */
export const heldAt = (column: Pick<Column, "holds">, minute: number): HoldView | undefined =>
  column.holds.find((it) => it.blocked_from_minute <= minute && minute < it.blocked_to_minute);

/** What another desk is about to book at a minute of a column. */
export const elsewhereAt = (column: Pick<Column, "elsewhere">, minute: number): ElsewhereView | undefined =>
  column.elsewhere.find((it) => it.from_minute <= minute && minute < it.to_minute);

type Drawn = Pick<Column, "placed" | "kept" | "view">;

/** The first minute of a quarter hour with a place that nothing is drawn on, in steps of five; null when there is none. */
export function firstFree(from: number, column: Drawn): number | null {
  for (let minute = from; minute < from + QUARTER; minute += 5)
    if (drawnAt(minute, column) < placesOf(column.view)) return minute;
  return null;
}

/** How many visits are drawn at a minute, the time that is kept for them included. */
export function drawnAt(minute: number, { placed, kept }: Drawn): number {
  const visits = placed.filter(({ visit }) => visit.from_minute <= minute && minute < visit.to_minute);
  return visits.length + kept.filter((it) => it.from <= minute && minute < it.to).length;
}

export const placesOf = (view: ColumnView | null): number => view?.places ?? 1;

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
