// The desk's closed codes: their words in both languages, and how a status looks.
import type { AppointmentStatus, Modality } from "@bridge";
import type { IconName } from "../kit/icons";
import type { en } from "./codes.en";
import { wordsOf, type Locale, locale } from "./locale.svelte";

export const codeWords = wordsOf<typeof en>("shared/words/codes");

interface StatusLook {
  icon: IconName;
  /** Which pair of status colours. */
  colour: "booked" | "confirmed" | "arrived" | "room" | "done" | "noshow" | "cancelled";
}

export const STATUS: Record<AppointmentStatus, StatusLook> = {
  proposed: { icon: "circle", colour: "booked" },
  pending: { icon: "clock", colour: "booked" },
  booked: { icon: "circle", colour: "booked" },
  arrived: { icon: "patient", colour: "arrived" },
  "checked-in": { icon: "patient", colour: "arrived" },
  roomed: { icon: "door", colour: "room" },
  "with-provider": { icon: "provider", colour: "room" },
  fulfilled: { icon: "double", colour: "done" },
  cancelled: { icon: "ban", colour: "cancelled" },
  "late-cancel": { icon: "ban", colour: "cancelled" },
  noshow: { icon: "noshow", colour: "noshow" },
  "left-without-being-seen": { icon: "leave", colour: "noshow" },
  waitlist: { icon: "clock", colour: "booked" },
  "entered-in-error": { icon: "ban", colour: "cancelled" },
};

/** The sign of a visit to which the patient does not come. */
export const distantSign = (modality: Modality): IconName | null => (modality === "in-person" ? null : modality);

const named = (language: Locale) => new Intl.DisplayNames(language, { type: "language", fallback: "code" });
const LANGUAGES = { en: named("en"), es: named("es") };

/** "Portuguese" for the code "pt"; words that are no code stay as they are. */
export const languageName = (language: string): string =>
  /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language) ? (LANGUAGES[locale()].of(language) ?? language) : language;

/** The entries of such a table as choices of a select. */
export function choicesOf<V extends string>(words: Record<V, string>): { value: V; label: string }[] {
  return (Object.entries(words) as [V, string][]).map(([value, label]) => ({ value, label }));
}
