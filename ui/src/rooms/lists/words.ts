// The words of the work lists.
import type { AttendanceView } from "@bridge";
import { codeWords } from "@shared/words/codes";
import { duration } from "@shared/words/dates";
import { wordsOf } from "@shared/words/locale.svelte";
import type { ListName } from "./lists";
import type { en } from "./words.en";

export const listsWords = wordsOf<typeof en>("rooms/lists/words");

/** How urgent it is, and how soon that means: "Urgent, within 1 h". */
export function triageInWords({ triage, target_minutes: target }: AttendanceView): string {
  return triage ? listsWords.triage(codeWords.triage[triage], target ? duration(target) : "") : "";
}

/** What an empty list says. @param day the one that the list is about */
export function nothingOn(name: ListName, day: string): string {
  return name === "unconfirmed" ? listsWords.empty.unconfirmed(day) : listsWords.empty[name];
}
