import type { en } from "./words.en";
import { wordsOf } from "@shared/words/locale.svelte";

export const administrationWords = wordsOf<typeof en>("rooms/administration/words");
