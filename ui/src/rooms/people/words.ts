import type { en } from "./words.en";
import { wordsOf } from "@shared/words/locale.svelte";

export const peopleWords = wordsOf<typeof en>("rooms/people/words");
