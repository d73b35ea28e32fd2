// The words of what waits for a decision.
import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./words.en";

export const decisionWords = wordsOf<typeof en>("rooms/decisions/words");
