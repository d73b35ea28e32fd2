import { en } from "./shared.en";
import { es } from "./shared.es";
import { bilingual } from "./locale.svelte";

export const sharedWords = bilingual(en, es);
