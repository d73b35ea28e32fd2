// The words of the emergency settings.
import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./words.en";

export const emergencyWords = wordsOf<typeof en>("rooms/settings/emergency/words");
