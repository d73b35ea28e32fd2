import type { OfferView } from "@bridge";
import { en } from "./words.en";
import { es } from "./words.es";
import { bilingual } from "../words/locale.svelte";
import { wallSpan } from "../words/dates";

export const slotWords = bilingual(en, es);

/** "First Laboratory 09:00–09:15, NP Sofia Lindqvist"; empty where nothing comes first. */
export function firstInWords(offer: Pick<OfferView, "before">): string {
  const it = offer.before;
  return it ? slotWords.first(it.type_name, wallSpan(it.wall_start, it.wall_end), it.provider_name || it.with) : "";
}
