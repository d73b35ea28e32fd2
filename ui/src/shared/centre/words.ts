// The words about the centre that more than one place says.
import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./words.en";

export const centreWords = wordsOf<typeof en>("shared/centre/words");
