// The words of repeating visits.
import { bilingual } from "@shared/words/locale.svelte";
import { en } from "./words.en";
import { es } from "./words.es";

export const seriesWords = bilingual(en, es);
