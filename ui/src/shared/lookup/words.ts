// The words of the patient look-up.
import type { PatientHit } from "@bridge";
import { count } from "../words/codes";
import { birthDay, wallTime } from "../words/dates";

export const lookupWords = {
  placeholder: "Name, birth date, phone or record number",
  newPatient: (typed: string) => (typed ? `New patient “${typed}”` : "New patient"),
  several: "Several patients match. Press Down to choose one.",
  found: (n: number, hasMore: boolean) =>
    n === 0 ? "No patient found" : `${count(n, "patient")} found${hasMore ? ", and more: type on" : ""}`,
  none: "Nobody found by these words.",
  more: "More patients match. Type more of the name, or the birth date.",
  enterPicks: (hit: PatientHit) => `Enter: ${hit.name}, ${birthDay(hit.birth_date)}`,
  enterRegisters: "Enter: register a new patient",
  downChooses: "Down: choose from the list",
};

/** "2 Jan 1980 (46)": the identifier that is always visible. */
export function bornAs(hit: Pick<PatientHit, "birth_date" | "age_years">): string {
  return birthDay(hit.birth_date) + (hit.age_years === null ? "" : ` (${hit.age_years})`);
}

/** The second identifier: the record number, and the end of the phone number. */
export function secondIdentifier(hit: Pick<PatientHit, "record_number" | "phone">): string {
  const phone = hit.phone ? `…${hit.phone.replace(/\D/g, "").slice(-4)}` : "no phone";
  return hit.record_number ? `No. ${hit.record_number} · ${phone}` : phone;
}

export const nextVisit = (hit: PatientHit): string => (hit.next_visit ? `next ${wallTime(hit.next_visit)}` : "");
