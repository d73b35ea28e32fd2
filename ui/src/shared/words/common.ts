import { en } from "./common.en";
import { es } from "./common.es";
import { bilingual } from "./locale.svelte";

export const commonWords = bilingual(en, es);
