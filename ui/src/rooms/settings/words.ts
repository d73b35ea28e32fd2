import type { en } from "./words.en";
import { wordsOf } from "@shared/words/locale.svelte";

export const settingsWords = wordsOf<typeof en>("rooms/settings/words");
