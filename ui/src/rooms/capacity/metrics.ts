// What is measured, in words: the name, what it counts and of what, why it may not be known.
import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./metrics.en";

export const metricWords = wordsOf<typeof en>("rooms/capacity/metrics");
