import type { en } from "./words.en";
import { wordsOf } from "@shared/words/locale.svelte";

export const organizationWords = wordsOf<typeof en>("rooms/administration/organization/words");
