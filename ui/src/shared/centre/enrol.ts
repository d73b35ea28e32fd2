// The words with which a desk joins its organization.
import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./enrol.en";

export const enrolWords = wordsOf<typeof en>("shared/centre/enrol");
