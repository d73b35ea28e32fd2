// What a row says beside the visit, in words; empty where there is nothing to say.
import { codeWords } from "@shared/words/codes";
import { dateOf, shortDay, timeOf, wallTime } from "@shared/words/dates";
import type { Entry } from "./lists";
import { listsWords } from "./words";

/** How often somebody tried to reach the patient, what came of it, and when to try again. */
export function callsOf({ calls }: Entry, today: string): string {
  if (!calls) return "";
  const last = `${codeWords.callOutcome[calls.outcome].toLowerCase()} ${wallTime(calls.wall_at, today)}`;
  const again = calls.again ? listsWords.call.againAt(wallTime(calls.again, today)) : "";
  return [listsWords.call.count(calls.count, last), again].filter(Boolean).join(" · ");
}

/** What the patient of a moved visit knows. */
export function toldOf({ told, date }: Entry): string {
  if (!told) return "";
  const wall = told.wall_start;
  const when = dateOf(wall) === date ? timeOf(wall) : `${shortDay(dateOf(wall))} ${timeOf(wall)}`;
  return listsWords.told(when, told.provider_name);
}
