import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./words.en";

export const helpWords = wordsOf<typeof en>("rooms/help/words");
