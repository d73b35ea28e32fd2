// The words of attempts to reach a patient.
import type { CallOutcome, CallsView } from "@bridge";
import { codeWords } from "@shared/words/codes";
import { wallTime } from "@shared/words/dates";
import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./words.en";

export const callWords = wordsOf<typeof en>("shared/calls/words");

/** One attempt: "no answer today 09:10 · again Tue 24 Nov 10:00". On paper no day is today. */
export function attemptInWords(
  it: { outcome: CallOutcome; wall_at: string; again: string | null },
  today?: string,
): string {
  const last = `${codeWords.callOutcome[it.outcome].toLowerCase()} ${wallTime(it.wall_at, today)}`;
  return [last, it.again ? callWords.againAt(wallTime(it.again, today)) : ""].filter(Boolean).join(" · ");
}

/** How often somebody tried to reach the patient, what came of it last, and when to try again. */
export const callsInWords = (calls: CallsView | null, today?: string): string =>
  calls ? callWords.count(calls.count, attemptInWords(calls, today)) : "";
