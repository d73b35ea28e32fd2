// The words of the work lists.
import type { AttendanceView } from "@bridge";
import { codeWords } from "@shared/words/codes";
import { duration, longDay, plusDays, sentence } from "@shared/words/dates";
import { wordsOf } from "@shared/words/locale.svelte";
import type { ListName } from "./lists";
import type { en } from "./words.en";

export const listsWords = wordsOf<typeof en>("rooms/lists/words");

/** How urgent it is, and how soon that means: "Urgent, within 1 h". */
export function triageInWords({ triage, target_minutes: target }: AttendanceView): string {
  return triage ? listsWords.triage(codeWords.triage[triage], target ? duration(target) : "") : "";
}

/** "Yesterday is still open: 3 visits." */
export function unclosedInWords(date: string, open: number, today: string): string {
  const day = date === plusDays(today, -1) ? listsWords.close.yesterday : sentence(longDay(date));
  return open > 0 ? listsWords.close.stillOpen(day, open) : listsWords.close.unsigned(day);
}

/** What an empty list says. @param day the one that the list is about */
export function nothingOn(name: ListName, day: string): string {
  return name === "unconfirmed" ? listsWords.empty.unconfirmed(day) : listsWords.empty[name];
}
