// The words about what a clinic needs before its first visit.
import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./words.en";

export const stepWords = wordsOf<typeof en>("shared/ready/words");
