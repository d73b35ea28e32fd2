import { en } from "./words.en";
import { es } from "./words.es";
import { bilingual } from "../words/locale.svelte";

export const slotWords = bilingual(en, es);
