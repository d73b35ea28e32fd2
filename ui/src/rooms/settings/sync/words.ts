// The words of the sync settings.
import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./words.en";

export const syncWords = wordsOf<typeof en>("rooms/settings/sync/words");
