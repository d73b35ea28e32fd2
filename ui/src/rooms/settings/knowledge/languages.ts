// The languages of entries: those of the desk by their own names, others by their code.
import type { Choice } from "@shared/kit/SelectField.svelte";
import { choicesOf } from "@shared/words/codes";
import { sharedWords } from "@shared/words/shared";

export const languageName = (code: string): string => (sharedWords.languages as Record<string, string>)[code] ?? code;

/** @param standing what an entry has already, whatever it is */
export function languageChoices(standing: string): Choice[] {
  const own: Choice[] = choicesOf(sharedWords.languages);
  return own.some((it) => it.value === standing) ? own : [...own, { value: standing, label: standing }];
}
