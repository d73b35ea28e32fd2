import type { en } from "./words.en";
import { wordsOf } from "@shared/words/locale.svelte";

export const glassWords = wordsOf<typeof en>("rooms/administration/glass/words");
