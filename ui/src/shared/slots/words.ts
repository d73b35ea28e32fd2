import type { DeskNameView, OfferView } from "@bridge";
import type { en } from "./words.en";
import { wordsOf } from "../words/locale.svelte";
import { wallSpan } from "../words/dates";

export const slotWords = wordsOf<typeof en>("shared/slots/words");

/** "being booked at Desk 2". */
export const elsewhereInWords = ({ name, is_booked }: DeskNameView): string => slotWords.elsewhere(name, is_booked);

/** "First Laboratory 09:00–09:15, NP Sofia Lindqvist"; empty where nothing comes first. */
export function firstInWords(offer: Pick<OfferView, "before">): string {
  const it = offer.before;
  return it ? slotWords.first(it.type_name, wallSpan(it.wall_start, it.wall_end), it.provider_name || it.with) : "";
}
