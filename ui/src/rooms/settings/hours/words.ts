import type { en } from "./words.en";
import { wordsOf } from "@shared/words/locale.svelte";

export const hoursWords = wordsOf<typeof en>("rooms/settings/hours/words");
