// The words of the knowledge base.
import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./words.en";

export const knowledgeWords = wordsOf<typeof en>("rooms/settings/knowledge/words");
