// The words of the work lists.
import type { AttendanceView } from "@bridge";
import { codeWords } from "@shared/words/codes";
import { duration } from "@shared/words/dates";
import { bilingual } from "@shared/words/locale.svelte";
import { en } from "./words.en";
import { es } from "./words.es";

export const listsWords = bilingual(en, es);

/** How urgent it is, and how soon that means: "Urgent, within 1 h". */
export function triageInWords({ triage, target_minutes: target }: AttendanceView): string {
  return triage ? listsWords.triage(codeWords.triage[triage], target ? duration(target) : "") : "";
}
