import type { en } from "./words.en";
import { wordsOf } from "@shared/words/locale.svelte";

export const staffWords = wordsOf<typeof en>("rooms/administration/people/words");
