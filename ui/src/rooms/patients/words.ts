import type { en } from "./words.en";
import { wordsOf } from "@shared/words/locale.svelte";

export const patientsWords = wordsOf<typeof en>("rooms/patients/words");
