import type { en } from "./words.en";
import { wordsOf } from "@shared/words/locale.svelte";

export const readyWords = wordsOf<typeof en>("rooms/ready/words");
