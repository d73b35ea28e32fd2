// Keys as people and as screen readers know them.
import { en } from "./words.en";
import { es } from "./words.es";
import { bilingual } from "../words/locale.svelte";

const keyWords = bilingual(en, es);

/** "Ctrl+Left" as it is written on the keys; what no language names stays as it is. */
export const keysInWords = (keys: string): string =>
  keys
    .split("+")
    .map((key) => (keyWords.written as Record<string, string>)[key] ?? key)
    .join("+");

/** "Day before (Ctrl+Left)": for a tooltip. */
export const withKeys = (words: string, keys: string): string => `${words} (${keysInWords(keys)})`;

/** The same keys for `aria-keyshortcuts`. */
export const keyShortcuts = (keys: string): string => keys.replace("Ctrl", "Control");
