// What a row says beside the visit, in words; empty where there is nothing to say.
import { dateOf, shortDay, timeOf } from "@shared/words/dates";
import type { Entry } from "./lists";
import { listsWords } from "./words";

/** What the patient of a moved visit knows. */
export function toldOf({ told, date }: Entry): string {
  if (!told) return "";
  const wall = told.wall_start;
  const when = dateOf(wall) === date ? timeOf(wall) : `${shortDay(dateOf(wall))} ${timeOf(wall)}`;
  return listsWords.told(when, told.provider_name);
}
