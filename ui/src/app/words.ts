import type { en } from "./words.en";
import { wordsOf } from "@shared/words/locale.svelte";

export const appWords = wordsOf<typeof en>("app/words");
