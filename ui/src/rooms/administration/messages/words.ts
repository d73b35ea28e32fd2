import type { en } from "./words.en";
import { wordsOf } from "@shared/words/locale.svelte";

export const messageWords = wordsOf<typeof en>("rooms/administration/messages/words");
