// Keys as people and as screen readers know them.
import type { en } from "./words.en";
import { wordsOf } from "../words/locale.svelte";

export const keyWords = wordsOf<typeof en>("shared/keys/words");

/** "Ctrl+Left" as it is written on the keys; what no language names stays as it is. */
export const keysInWords = (keys: string): string =>
  keys
    .split("+")
    .map((key) => (keyWords.written as Record<string, string>)[key] ?? key)
    .join("+");

/** "Day before (Ctrl+Left)": for a tooltip. */
export const withKeys = (words: string, keys: string): string => (keys ? `${words} (${keysInWords(keys)})` : words);

/** The names that the platform has for keys. */
const PLATFORM: Record<string, string> = {
  Ctrl: "Control",
  Esc: "Escape",
  Left: "ArrowLeft",
  Right: "ArrowRight",
  Up: "ArrowUp",
  Down: "ArrowDown",
};

/** The same keys for `aria-keyshortcuts`; nothing where there are none. */
export const keyShortcuts = (keys: string): string | undefined =>
  keys
    .split("+")
    .map((key) => PLATFORM[key] ?? key)
    .join("+") || undefined;
