// The words about a password that is handed over.
import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./words.en";

export const passwordWords = wordsOf<typeof en>("shared/people/words");
