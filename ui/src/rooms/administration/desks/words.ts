import type { en } from "./words.en";
import { wordsOf } from "@shared/words/locale.svelte";

export const desksWords = wordsOf<typeof en>("rooms/administration/desks/words");
