import type { en } from "./words.en";
import { wordsOf } from "@shared/words/locale.svelte";

export const signinWords = wordsOf<typeof en>("rooms/signin/words");
