import type { en } from "./shared.en";
import { wordsOf } from "./locale.svelte";

export const sharedWords = wordsOf<typeof en>("shared/words/shared");
