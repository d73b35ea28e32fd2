// The words of what is typed in from paper.
import { wordsOf } from "@shared/words/locale.svelte";
import type { PaperAct } from "./entry";
import type { en } from "./words.en";

export const fromPaperWords = wordsOf<typeof en>("rooms/paper/words");

/** "Checked in: Ruiz, Ana". */
export const actOn = (act: PaperAct, patient: string): string => `${fromPaperWords.acts[act]}: ${patient}`;
