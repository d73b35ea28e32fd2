// The words of the appointment panel.
import type { AppointmentStatus, RefusalView, VisitView } from "@bridge";
import { STATUS } from "@shared/words/codes";

/** The keys that the board gives to a change of status, shown on the buttons. */
export const STATUS_KEYS: Partial<Record<AppointmentStatus, string>> = {
  arrived: "A",
  "checked-in": "I",
  roomed: "R",
  "with-provider": "P",
  fulfilled: "D",
  noshow: "N",
};

export const statusDone = (visit: VisitView, to: AppointmentStatus): string =>
  `${visit.patient_name}: ${STATUS[to].label.toLowerCase()}.`;

export const sentences = (reasons: readonly RefusalView[]): string => reasons.map((it) => it.sentence).join(" ");

/** "asked by the patient", "asked by Rosa Ruiz (parent)". */
export function askedBy(requester: string): string {
  const known: Record<string, string> = { patient: "the patient", clinic: "the clinic" };
  return requester === "" ? "" : `asked by ${known[requester.toLowerCase()] ?? requester}`;
}
