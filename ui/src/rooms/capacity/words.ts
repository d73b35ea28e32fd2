// The words of the capacity room.
import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./words.en";

export const capacityWords = wordsOf<typeof en>("rooms/capacity/words");
