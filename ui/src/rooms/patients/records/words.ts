import type { en } from "./words.en";
import { wordsOf } from "@shared/words/locale.svelte";

export const recordWords = wordsOf<typeof en>("rooms/patients/records/words");
