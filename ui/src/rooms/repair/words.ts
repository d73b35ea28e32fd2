import { bilingual } from "@shared/words/locale.svelte";
import { en } from "./words.en";
import { es } from "./words.es";

export const repairWords = bilingual(en, es);
