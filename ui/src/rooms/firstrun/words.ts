import type { en } from "./words.en";
import { wordsOf } from "@shared/words/locale.svelte";

export const firstrunWords = wordsOf<typeof en>("rooms/firstrun/words");
