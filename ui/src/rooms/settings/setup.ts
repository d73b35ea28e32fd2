// The words of those settings that ask for a right to set up the clinic.
import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./setup.en";

export const setupWords = wordsOf<typeof en>("rooms/settings/setup");
