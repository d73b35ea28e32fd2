import type { en } from "./words.en";
import { wordsOf } from "../words/locale.svelte";

export const kitWords = wordsOf<typeof en>("shared/kit/words");
