import type { en } from "./words.en";
import { wordsOf } from "@shared/words/locale.svelte";

export const securityWords = wordsOf<typeof en>("rooms/administration/security/words");
