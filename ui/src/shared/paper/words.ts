import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./words.en";

export const paperWords = wordsOf<typeof en>("shared/paper/words");
