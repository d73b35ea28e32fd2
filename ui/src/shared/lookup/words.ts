// The words of the patient look-up.
import type { PatientHit } from "@bridge";
import { birthDay, wallTime } from "../words/dates";
import { wordsOf } from "../words/locale.svelte";
import { numberInWords, sharedWords } from "../words/shared";
import type { en } from "./words.en";

export const lookupWords = wordsOf<typeof en>("shared/lookup/words");

/** "2 Jan 1980 (46)": the identifier that is always visible. */
export function bornAs(hit: Pick<PatientHit, "birth_date" | "age_years">): string {
  return birthDay(hit.birth_date) + (hit.age_years === null ? "" : ` (${hit.age_years})`);
}

/** The second identifier: the record number or what stands for it, and the end of the phone number. */
export function secondIdentifier(hit: Pick<PatientHit, "record_number" | "short_code" | "phone">): string {
  const phone = hit.phone ? `…${hit.phone.replace(/\D/g, "").slice(-4)}` : sharedWords.noPhone;
  return [numberInWords(hit), phone].filter(Boolean).join(" · ");
}

export const nextVisit = (hit: PatientHit): string =>
  hit.next_visit ? lookupWords.nextVisit(wallTime(hit.next_visit)) : "";
