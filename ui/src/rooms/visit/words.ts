// The words of the appointment panel.
import type { AppointmentStatus, RefusalView, VisitView } from "@bridge";
import { slotWords } from "@shared/slots/words";
import { codeWords } from "@shared/words/codes";
import { bilingual } from "@shared/words/locale.svelte";
import { en } from "./words.en";
import { es } from "./words.es";

export const visitWords = bilingual(en, es);

export const statusDone = (visit: VisitView, to: AppointmentStatus): string =>
  visitWords.done(visit.patient_name, codeWords.status[to].label.toLowerCase());

export const sentences = (reasons: readonly RefusalView[]): string => reasons.map((it) => it.sentence).join(" ");

/** Who asked, as a fact of its own: "Patient", "Clinic", or the name of somebody else. */
export function requesterInWords(requester: string): string {
  const known: Record<string, string> = { patient: slotWords.requester.patient, clinic: slotWords.requester.clinic };
  return known[requester.toLowerCase()] ?? requester;
}

/** "asked by the patient", "asked by Rosa Ruiz (parent)". */
export function askedBy(requester: string): string {
  const known: Record<string, string> = {
    patient: visitWords.history.thePatient,
    clinic: visitWords.history.theClinic,
  };
  return requester === "" ? "" : visitWords.history.askedBy(known[requester.toLowerCase()] ?? requester);
}
