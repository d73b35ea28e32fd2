// The words of taking a clinic into an organization.
import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./words.en";

export const attachWords = wordsOf<typeof en>("rooms/settings/attach/words");
