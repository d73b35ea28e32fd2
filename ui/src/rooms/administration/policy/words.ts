import type { en } from "./words.en";
import { wordsOf } from "@shared/words/locale.svelte";

export const policyWords = wordsOf<typeof en>("rooms/administration/policy/words");
