// The words of the day board, spoken and shown.
import type { DayTotals, HoldView, KeptView, VisitView } from "@bridge";
import { elsewhereInWords } from "@shared/slots/words";
import { codeWords } from "@shared/words/codes";
import { birthDay, duration, longDay, shortDay, timeOf } from "@shared/words/dates";
import { wordsOf } from "@shared/words/locale.svelte";
import type { BoardState } from "./board.svelte";
import type { Column, Row } from "./geometry";
import { apartAt, drawnAt, elsewhereAt, firstFree, heldAt, partAt, placesOf, QUARTER, wallAt } from "./geometry";
import type { Block, Group } from "./groups";
import { becomingOf, type CellMarks, NO_MARKS } from "./proposed";
import type { en } from "./words.en";

export const boardWords = wordsOf<typeof en>("rooms/board/words");

/** What a cell says when the cursor is on it. */
export function cellLabel(column: Column, row: Row, blocks: readonly Block[], marks = NO_MARKS): string {
  const said = blocks.length > 0 ? blocks.map((it) => blockLabel(it, marks.becomes)) : [keptLabel(column, row)];
  const elsewhere = elsewhereLabel(column, row);
  if (!said.some((it) => it.includes(elsewhere))) said.push(elsewhere);
  return `${wallAt(column.day, row.minute)}, ${nameOf(column)}, ${[marks.proposed, ...said].filter(Boolean).join("; ")}`;
}

/** What another desk is about to book in a quarter hour, as far as nothing of this desk's own stands over it. */
function elsewhereLabel(column: Column, { minute: from }: Row): string {
  for (let minute = from; minute < from + QUARTER; minute += 5) {
    const found = elsewhereAt(column, minute);
    const isSeen = () => drawnAt(minute, column) < placesOf(column.view) && !heldAt(column, minute);
    if (found && isSeen()) return elsewhereInWords(found.desk);
  }
  return "";
}

const blockLabel = ({ visit, group }: Block, becomes: CellMarks["becomes"]) =>
  group ? groupLabel(group, "", becomes) : visitLabel(visit, { ...NOTHING, becomes: becomes(visit.id) });

/** "Diabetes class, 5 of 8, 2 are here, 09:00 to 10:00". What is drawn comes first and in the same order. */
export function groupLabel({ visits, booked, places }: Group, names = "", becomes = NO_MARKS.becomes): string {
  const [first] = visits;
  if (!first) return "";
  return [
    first.type_name,
    boardWords.group.count(booked, places),
    boardWords.group.here(visits.filter(isHere).length),
    groupBecomes(visits, becomes),
    names,
    boardWords.visit.span(first.wall_start, first.wall_end),
  ]
    .filter(Boolean)
    .join(", ");
}

/** What would become of one of them, with its name. */
export const groupBecomes = (visits: readonly VisitView[], becomes: CellMarks["becomes"]): string =>
  visits.flatMap((it) => (becomes(it.id) ? `${it.patient_name}: ${becomes(it.id)}` : [])).join(", ");

/** Whether the patient has come. */
export const isHere = (visit: VisitView): boolean =>
  ["arrived", "checked-in", "roomed", "with-provider", "fulfilled"].includes(visit.status);

/** A quarter hour without a visit: all free, or kept free for the visit beside it. */
function keptLabel(column: Column, row: Row): string {
  const free = firstFree(row.minute, column);
  if (free === row.minute) return emptyLabel(column, row.minute);
  const kept = column.kept.find((it) => it.from <= row.minute && row.minute < it.to);
  const whose = kept ? boardWords.cell.keptFor(kept.visit.patient_name) : boardWords.cell.kept;
  if (free === null) return whose;
  return boardWords.cell.then(whose, emptyLabel(column, free), `${row.wall.slice(0, 3)}${minutesText(row, free)}`);
}

const minutesText = (row: Row, minute: number) =>
  String(Number(row.wall.slice(3)) + minute - row.minute).padStart(2, "0");

/** What the stop under the cursor says, apart from all else in its cell. */
export function stopLabel(board: BoardState): string {
  const [column, stop] = [board.columns[board.column], board.stop];
  if (!column || !stop) return "";
  const becomes = (visit: string) => becomingOf(board.proposed, visit);
  if (stop.visit) return visitLabel(stop.visit, { ...NOTHING, becomes: becomes(stop.visit.id) });
  if (stop.group) return groupLabel(stop.group, "", becomes);
  return `${wallAt(column.day, stop.minute)}, ${nameOf(column)}, ${emptyLabel(column, stop.minute)}`;
}

const nameOf = (column: Column) => column.name || boardWords.noProvider;

function emptyLabel(column: Column, minute: number): string {
  if (!column.view) return boardWords.cell.empty;
  const held = heldAt(column, minute);
  if (held) return holdLabel(held);
  const elsewhere = elsewhereAt(column, minute);
  if (elsewhere) return elsewhereInWords(elsewhere.desk);
  const apart = apartAt(column.view, minute);
  if (apart) return apartLabel(apart);
  const part = partAt(column.view, minute) ?? partAt(column.view, minute + QUARTER - 1);
  if (!part) return boardWords.cell.outsideHours;
  return part.kind === "open" ? boardWords.cell.free : part.label || boardWords.cell.closed;
}

/** What is kept beside visits, in words: a room is readied, somebody is at another location or on the way. */
export const apartLabel = ({ kind, place }: KeptView): string =>
  ({
    changeover: boardWords.cell.changeover,
    elsewhere: boardWords.cell.elsewhere(place),
    on_the_way: boardWords.cell.onTheWay(place),
  })[kind];

/** A held time in words: for whom, which visit, until when, by whom. */
export const holdLabel = (hold: HoldView): string =>
  [
    boardWords.held.for(hold.patient_name),
    hold.type_name,
    boardWords.held.until(timeOf(hold.wall_until), hold.minutes_left),
    boardWords.held.by(hold.by),
    hold.note,
  ]
    .filter(Boolean)
    .join(", ");

/**
 * A visit in words. What is drawn on its block comes first and in the same order, so that somebody who speaks to the
 * PC can say what they see.
 */
export function visitLabel(visit: VisitView, drawn = NOTHING): string {
  return [
    visit.patient_name,
    drawn.becomes,
    visit.lane > 0 ? boardWords.visit.twice : "",
    drawn.waited === null ? "" : duration(drawn.waited),
    visit.type_name,
    drawn.detail ? blockDetail(visit) : "",
    boardWords.visit.span(visit.wall_start, visit.wall_end),
    codeWords.status[visit.status].label.toLowerCase(),
    visit.confirmation === "confirmed" ? boardWords.visit.confirmed : "",
    visit.confirmation === "declined" ? boardWords.visit.declined : "",
    drawn.waited === null ? "" : boardWords.visit.waiting,
    visit.lane > 0 ? boardWords.visit.overbooked : "",
    visit.modality === "in-person" ? "" : codeWords.modality[visit.modality].toLowerCase(),
    visit.has_alert ? boardWords.visit.hasAlert : "",
    visit.needs_interpreter ? boardWords.visit.needsInterpreter : "",
    visit.has_note ? boardWords.visit.hasNote : "",
    visit.is_in_series ? boardWords.visit.isInSeries : "",
    visit.mark === "accepted" ? "" : codeWords.mark[visit.mark].toLowerCase(),
  ]
    .filter(Boolean)
    .join(", ");
}

/** @property becomes what was proposed for it, and waits for a yes */
const NOTHING: { detail: boolean; waited: number | null; becomes: string } = {
  detail: false,
  waited: null,
  becomes: "",
};

/** The second line of a block: what tells namesakes apart. */
export const blockDetail = (visit: VisitView): string =>
  [birthDay(visit.birth_date), visit.phone && `…${visit.phone.replace(/\D/g, "").slice(-4)}`]
    .filter(Boolean)
    .join(" · ");

/** What a press on a head does: the week of a resource, or the day of a week. */
export const headAction = (column: Column): string =>
  column.name === column.resourceName
    ? boardWords.week.of(column.resourceName)
    : boardWords.week.openDay(longDay(column.day.date));

/** @param brief only when it is next free: in the narrow columns of a week, where the bar shows how full a day is */
export function columnDetail(column: Column, brief = false): string {
  const view = column.view;
  if (!view) return "";
  if (view.has_no_hours) return boardWords.noHours;
  if (view.open_minutes === 0 && view.booked_minutes === 0) return boardWords.column.notIn;
  const share =
    view.open_minutes > 0 ? boardWords.column.share(Math.round((100 * view.booked_minutes) / view.open_minutes)) : "";
  const next = view.next_free ? boardWords.column.next(view.next_free) : boardWords.column.full;
  // The next free time first: a narrow column cuts off what the bar below shows as well.
  return brief ? next : [next, share].filter(Boolean).join(" · ");
}

export function columnLabel(column: Column): string {
  const parts = [column.name || boardWords.noProvider, columnDetail(column), column.view?.detail];
  return parts.filter(Boolean).join(", ");
}

/** "23 Nov – 29 Nov 2026" without the weekdays, for the header of a week. */
export function weekSpan(first: string, last: string): string {
  const day = (date: string) => shortDay(date).split(" ").slice(1).join(" ");
  return `${day(first)} – ${day(last)} ${last.slice(0, 4)}`;
}

/** The figures of several days as one. */
export function weekTotals(days: readonly DayTotals[]): DayTotals {
  const sum = (of: keyof DayTotals) => days.reduce((total, it) => total + it[of], 0);
  return {
    booked: sum("booked"),
    arrived: sum("arrived"),
    in_room: sum("in_room"),
    done: sum("done"),
    no_show: sum("no_show"),
    cancelled: sum("cancelled"),
    booked_minutes: sum("booked_minutes"),
    open_minutes: sum("open_minutes"),
  };
}

export function totalsInWords(totals: DayTotals): { label: string; value: string; colour: string }[] {
  return [
    { label: boardWords.totals.booked, value: String(totals.booked), colour: "booked" },
    { label: boardWords.totals.waiting, value: String(totals.arrived), colour: "arrived" },
    { label: boardWords.totals.inRoom, value: String(totals.in_room), colour: "room" },
    { label: boardWords.totals.done, value: String(totals.done), colour: "done" },
    { label: boardWords.totals.noShow, value: String(totals.no_show), colour: "noshow" },
  ];
}

export const capacity = (totals: DayTotals): string =>
  totals.open_minutes === 0
    ? boardWords.header.noHours
    : boardWords.header.capacity(duration(totals.booked_minutes), duration(totals.open_minutes));
