// What a person can do from a list. The list points at visits; the app does them.
import type { AppointmentStatus, AppointmentView, VisitView } from "@bridge";

export interface ListActs {
  /** Shows the visit on its day. */
  open(visit: VisitView, date: string): void;
  setStatus(visit: VisitView, to: AppointmentStatus, date: string): void;
  confirm(visit: VisitView): void;
  /** What was said of a call, as the visit is now. */
  called(visit: AppointmentView): void;
  /** Begins on the board what needs more than a key. */
  cancel(visit: VisitView, date: string): void;
  move(visit: VisitView, date: string): void;
  /** Asks when the patient comes again, on the board. */
  followUp(visit: VisitView, date: string): void;
  /** Books anew for the visit's patient. */
  bookAgain(visit: VisitView): void;
}
