// The words of the language model's settings.
import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./words.en";

export const modelWords = wordsOf<typeof en>("rooms/settings/model/words");
