import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./words.en";

export const repairWords = wordsOf<typeof en>("rooms/repair/words");
