// The words of repeating visits.
import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./words.en";

export const seriesWords = wordsOf<typeof en>("rooms/booking/series/words");
