// The status changes that the desk allows now, as a person takes them: the next step, what else may happen, and the way
// back for a slip of the key.
import type { AppointmentStatus, VisitView } from "@bridge";

/** A day at the clinic, in order. */
const FLOW: readonly AppointmentStatus[] = ["booked", "arrived", "checked-in", "roomed", "with-provider", "fulfilled"];
/** Where the day has ended otherwise: after which step of it. */
const ENDS: Partial<Record<AppointmentStatus, AppointmentStatus>> = {
  noshow: "booked",
  "left-without-being-seen": "fulfilled",
};

export interface Steps {
  next: AppointmentStatus | null;
  others: AppointmentStatus[];
  back: AppointmentStatus[];
}

export function stepsOf(visit: Pick<VisitView, "status" | "next_statuses">): Steps {
  const here = placeOf(visit.status);
  const back = visit.next_statuses.filter((to) => to === "entered-in-error" || isBack(to, here));
  const [next, ...others] = visit.next_statuses.filter((to) => !back.includes(to));
  const isStep = next !== undefined && FLOW.includes(next);
  return isStep ? { next, others, back } : { next: null, others: next ? [next, ...others] : [], back };
}

/** Whether this step is the patient's coming to the counter, which asks who it is. */
export const asksWhoItIs = (visit: Pick<VisitView, "status">, to: AppointmentStatus): boolean =>
  to === "checked-in" && placeOf(visit.status) < placeOf("checked-in");

/**
 * Minutes since the visit began, where that is more than the clinic allows. Whoever waits since before is not late
 * because the desk checks them in only now.
 * @param now the minute of the day, where the visit is today's
 */
export function minutesLate(
  visit: Pick<VisitView, "from_minute" | "waiting_since_minute">,
  now: number | null,
  limit: number,
): number | null {
  if (now === null) return null;
  const minutes = (visit.waiting_since_minute ?? now) - visit.from_minute;
  return minutes > limit ? minutes : null;
}

const placeOf = (status: AppointmentStatus): number => FLOW.indexOf(ENDS[status] ?? status);

const isBack = (to: AppointmentStatus, here: number): boolean =>
  FLOW.includes(to) && ENDS[to] === undefined && placeOf(to) <= here;
