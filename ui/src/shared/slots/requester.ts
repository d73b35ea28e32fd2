// Who asks for something, as a choice of a select.
import type { CaregiverView, RequesterView } from "@bridge";
import { codeWords } from "../words/codes";
import { slotWords } from "./words";

export interface RequesterChoice {
  value: string;
  label: string;
}

/** Everybody who can ask: the patient, the caregivers on the record, the clinic. */
export function requesterChoices(caregivers: readonly CaregiverView[]): RequesterChoice[] {
  const listed = caregivers
    .filter((it) => it.id !== null)
    .map((it) => ({ value: it.id ?? "", label: `${it.name} (${codeWords.relation[it.relation].toLowerCase()})` }));
  return [
    { value: "patient", label: slotWords.requester.patient },
    ...listed,
    { value: "clinic", label: slotWords.requester.clinic },
  ];
}

export function requesterOf(value: string): RequesterView {
  if (value === "patient" || value === "clinic") return { who: value };
  return { who: "caregiver", caregiver: value };
}
