import { bilingual } from "../words/locale.svelte";
import { en } from "./words.en";
import { es } from "./words.es";

export const proposalWords = bilingual(en, es);
