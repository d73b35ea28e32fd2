// The day on paper, one page for each provider: the visits and the closed times between them, in order. In words and letters,
// because paper has no colours and no hover.
import type { AppointmentStatus, ColumnView, DayView, SheetNoteView, VisitView } from "@bridge";

export interface Line {
  minute: number;
  from: string;
  to: string;
  /** Null for a closed time. */
  visit: VisitView | null;
  /** What there is to know beside the visit itself. */
  note: SheetNoteView | null;
  /** Why it is closed. */
  closed: string;
}

export interface Page {
  resource: string;
  name: string;
  detail: string;
  lines: Line[];
  visits: number;
}

/** Off the paper: what does not take place. A no-show stays, because somebody may still call. */
const OFF: readonly AppointmentStatus[] = ["cancelled", "late-cancel", "entered-in-error", "proposed", "waitlist"];

/** @param columns whose pages, in this order */
export function pagesOf(day: DayView, columns: readonly ColumnView[], notes: readonly SheetNoteView[]): Page[] {
  return columns.map((column) => {
    const visits = day.visits.filter((it) => it.resources.includes(column.resource) && !OFF.includes(it.status));
    const closed = column.parts.filter((it) => it.kind === "closed");
    const lines: Line[] = [
      ...visits.map((visit) => ({
        minute: visit.from_minute,
        from: visit.wall_start,
        to: visit.wall_end,
        visit,
        note: notes.find((it) => it.appointment === visit.id) ?? null,
        closed: "",
      })),
      ...closed.map((part) => ({
        minute: part.from_minute,
        from: wallAt(day, part.from_minute),
        to: wallAt(day, part.to_minute),
        visit: null,
        note: null,
        closed: part.label,
      })),
    ];
    const sorted = lines.sort((a, b) => a.minute - b.minute || (a.visit?.lane ?? -1) - (b.visit?.lane ?? -1));
    return {
      resource: column.resource,
      name: column.name,
      detail: column.detail,
      lines: sorted,
      visits: visits.length,
    };
  });
}

function wallAt(day: DayView, minute: number): string {
  const mark = day.marks.findLast((it) => it.minute <= minute);
  if (!mark) return "";
  if (minute >= day.day_minutes) return "24:00";
  const [hours = "", minutes = ""] = mark.wall.split(":");
  return `${hours}:${String(Number(minutes) + minute - mark.minute).padStart(2, "0")}`;
}
