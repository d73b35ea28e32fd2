// The words of the agents.
import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./words.en";

export const agentWords = wordsOf<typeof en>("rooms/agents/words");
