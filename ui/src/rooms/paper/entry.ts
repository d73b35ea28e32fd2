// What a line on the printed sheet may say of a visit, and how the desk is told.
import type { AppointmentView, CancelReason, IdentityField, Outcome, VisitView } from "@bridge";
import { ask } from "@shared/data/ask";
import { may } from "@shared/data/session.svelte";
import type { Action } from "@shared/keys/map";

export type PaperAct = "arrived" | "checked-in" | "fulfilled" | "noshow" | "cancelled";

/** Which key it is; the same as on a visit of the board. */
export const PAPER_KEYS = {
  arrived: "arrived",
  "checked-in": "checkIn",
  fulfilled: "done",
  noshow: "noShow",
  cancelled: "cancelVisit",
} as const satisfies Record<PaperAct, Action>;

export const PAPER_ACTS = Object.keys(PAPER_KEYS) as PaperAct[];

export function isPossible(act: PaperAct, visit: VisitView): boolean {
  if (act === "cancelled") return may("book") && visit.can_move;
  return may("change_status") && visit.next_statuses.includes(act);
}

/** What of the record is compared beside the name where people have only the sheet. */
export const secondField = (visit: VisitView): "birth_date" | "record_number" | "phone" =>
  visit.birth_date ? "birth_date" : visit.record_number ? "record_number" : "phone";

export interface PaperEntry {
  act: PaperAct;
  /** `YYYY-MM-DDTHH:MM` at the location. */
  writtenAt: string;
  isCompared: boolean;
  reason: CancelReason;
}

export function enter(visit: VisitView, entry: PaperEntry): Promise<Outcome<AppointmentView>> {
  const seen = { appointment: visit.id, version: visit.version, written_at: entry.writtenAt };
  const patient = { who: "patient" } as const;
  if (entry.act === "cancelled")
    return ask("cancel", { ...seen, reason: entry.reason, requested_by: patient, note: "" });
  if (entry.act !== "checked-in") return ask("set_status", { ...seen, to: entry.act, requested_by: patient });
  const verified: IdentityField[] = entry.isCompared ? ["full_name", secondField(visit)] : [];
  return ask("check_in", { ...seen, verified, details_confirmed: false, requested_by: patient });
}

/** The time that most likely stands on the paper: when the visit began or was over, but never later than now. */
export function likelyTime(act: PaperAct, visit: VisitView, now: string | null): string {
  const time = act === "fulfilled" || act === "noshow" ? visit.wall_end : visit.wall_start;
  return now !== null && time > now ? now : time;
}
