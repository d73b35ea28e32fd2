import { wordsOf } from "../words/locale.svelte";
import type { en } from "./words.en";

export const proposalWords = wordsOf<typeof en>("shared/hours/words");
