// Digits that choose among what the desk offers, where no text is typed.
import { preferences } from "../data/preferences.svelte";
import { isInText, keysOf } from "./registry";

/** The digit of the nth choice; none where a person wants no single keys, or there are too many. */
export const digitOf = (index: number): string | undefined =>
  preferences().single_letter_keys && index < 9 ? String(index + 1) : undefined;

/** Which choice a key names; -1 for none. */
export function choiceOf(event: KeyboardEvent): number {
  const isDigit = preferences().single_letter_keys && /^[1-9]$/.test(keysOf(event));
  return isDigit && !isInText(event.target) ? Number(event.key) - 1 : -1;
}
