import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./words.en";

export const replayWords = wordsOf<typeof en>("rooms/settings/hours/replay/words");
