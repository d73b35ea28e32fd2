import { en } from "./words.en";
import { es } from "./words.es";
import { bilingual } from "@shared/words/locale.svelte";

export const hoursWords = bilingual(en, es);
