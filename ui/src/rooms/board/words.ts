// The words of the day board, spoken and shown.
import type { DayTotals, VisitView } from "@bridge";
import { STATUS } from "@shared/words/codes";
import { birthDay, duration } from "@shared/words/dates";
import type { BoardState } from "./board.svelte";
import type { Column, Row } from "./geometry";
import { firstFree, partAt, QUARTER, wallAt } from "./geometry";

export const boardWords = {
  noProvider: "Not assigned",
  noHours: "No hours set",
  today: "Today",
  loading: "Loading the day…",
  noColumns: "This location has no providers yet.",
  noColumnsHint: "Import the clinic's data, or add providers in the settings.",
  noRooms: "This location has no rooms yet.",
  moving: (patient: string, wall: string, column: string) => `${patient} to ${wall}, ${column}. Enter takes it.`,
};

/** What a cell says when the cursor is on it. */
export function cellLabel(column: Column, row: Row, visits: readonly VisitView[]): string {
  const said = visits.length > 0 ? visits.map((visit) => visitLabel(visit)).join("; ") : keptLabel(column, row);
  return `${row.wall}, ${nameOf(column)}, ${said}`;
}

/** A quarter hour without a visit: all free, or kept free for the visit beside it. */
function keptLabel(column: Column, row: Row): string {
  const free = firstFree(row.minute, column);
  if (free === row.minute) return emptyLabel(column, row.minute);
  const kept = column.kept.find((it) => it.from <= row.minute && row.minute < it.to);
  const whose = kept ? `kept free for ${kept.visit.patient_name}` : "kept free";
  if (free === null) return whose;
  return `${whose}, then ${emptyLabel(column, free)} from ${row.wall.slice(0, 3)}${minutesText(row, free)}`;
}

const minutesText = (row: Row, minute: number) =>
  String(Number(row.wall.slice(3)) + minute - row.minute).padStart(2, "0");

/** What the stop under the cursor says, apart from all else in its cell. */
export function stopLabel(board: BoardState): string {
  const [column, stop] = [board.columns[board.column], board.stop];
  if (!column || !stop) return "";
  if (stop.visit) return visitLabel(stop.visit);
  return `${wallAt(board.day, stop.minute)}, ${nameOf(column)}, ${emptyLabel(column, stop.minute)}`;
}

const nameOf = (column: Column) => column.name || boardWords.noProvider;

function emptyLabel(column: Column, minute: number): string {
  if (!column.view) return "empty";
  const part = partAt(column.view, minute) ?? partAt(column.view, minute + QUARTER - 1);
  if (!part) return "outside hours";
  return part.kind === "open" ? "free" : part.label || "closed";
}

/**
 * A visit in words. What is drawn on its block comes first and in the same order, so that somebody who speaks to the
 * PC can say what they see.
 */
export function visitLabel(visit: VisitView, drawn: { detail: boolean; waited: number | null } = NOTHING): string {
  return [
    visit.patient_name,
    visit.lane > 0 ? "x2" : "",
    drawn.waited === null ? "" : `${drawn.waited} min`,
    visit.type_name,
    drawn.detail ? blockDetail(visit) : "",
    `${visit.wall_start} to ${visit.wall_end}`,
    STATUS[visit.status].label.toLowerCase(),
    visit.confirmation === "confirmed" ? "confirmed by the patient" : "",
    visit.confirmation === "declined" ? "declined by the patient" : "",
    drawn.waited === null ? "" : "waiting",
    visit.lane > 0 ? "overbooked" : "",
    visit.has_alert ? "has an alert" : "",
    visit.needs_interpreter ? "needs an interpreter" : "",
    visit.has_note ? "has a note" : "",
  ]
    .filter(Boolean)
    .join(", ");
}

const NOTHING = { detail: false, waited: null };

/** The second line of a block: what tells namesakes apart. */
export const blockDetail = (visit: VisitView): string =>
  [birthDay(visit.birth_date), visit.phone && `…${visit.phone.replace(/\D/g, "").slice(-4)}`]
    .filter(Boolean)
    .join(" · ");

export function columnDetail(column: Column): string {
  const view = column.view;
  if (!view) return "no column of this board";
  if (view.has_no_hours) return boardWords.noHours;
  if (view.open_minutes === 0 && view.booked_minutes === 0) return "Not in today";
  const share = view.open_minutes > 0 ? `${Math.round((100 * view.booked_minutes) / view.open_minutes)} % booked` : "";
  const next = view.next_free ? `next ${view.next_free}` : "full";
  return [share, next].filter(Boolean).join(" · ");
}

export function columnLabel(column: Column): string {
  const parts = [column.name || boardWords.noProvider, columnDetail(column), column.view?.detail];
  return parts.filter(Boolean).join(", ");
}

export function totalsInWords(totals: DayTotals): { label: string; value: string; colour: string }[] {
  return [
    { label: "Booked", value: String(totals.booked), colour: "booked" },
    { label: "Waiting", value: String(totals.arrived), colour: "arrived" },
    { label: "In room", value: String(totals.in_room), colour: "room" },
    { label: "Done", value: String(totals.done), colour: "done" },
    { label: "No-show", value: String(totals.no_show), colour: "noshow" },
  ];
}

export const capacity = (totals: DayTotals): string =>
  totals.open_minutes === 0
    ? "No hours today"
    : `${duration(totals.booked_minutes)} of ${duration(totals.open_minutes)} booked`;
