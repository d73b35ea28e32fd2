import type { en } from "./words.en";
import { wordsOf } from "../words/locale.svelte";

export const recoveryWords = wordsOf<typeof en>("shared/recovery/words");
