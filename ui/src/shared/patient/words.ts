import type { en } from "./words.en";
import { wordsOf } from "../words/locale.svelte";

export const patientWords = wordsOf<typeof en>("shared/patient/words");
