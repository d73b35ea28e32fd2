// The words about missed visits.
import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./missed.en";

export const missedWords = wordsOf<typeof en>("rooms/capacity/missed");
