import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./words.en";

export const sheetWords = wordsOf<typeof en>("rooms/sheet/words");
