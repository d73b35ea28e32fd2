// The emergency plan as it stands in a form: words of the clinic's own as lines of text, one field a group.
import type { EmergencyGroup, EmergencyPlanView, EmergencyWordsView } from "@bridge";

/** Most urgent first. */
export const GROUPS: readonly EmergencyGroup[] = ["call_emergency_number", "self_harm", "pregnancy", "same_day"];

export interface PlanValues {
  script: string;
  number: string;
  own: Record<EmergencyGroup, string>;
  /** In the order of the shipped list: the desk compares lists, and the same words in another order would be others. */
  leftOut: string[];
  by: string;
  on: string | null;
}

export const valuesOf = (it: EmergencyPlanView): PlanValues => ({
  script: it.script,
  number: it.number,
  own: Object.fromEntries(
    GROUPS.map((group) => [
      group,
      it.added
        .filter((added) => added.group === group)
        .map(({ words }) => words)
        .join("\n"),
    ]),
  ) as PlanValues["own"],
  leftOut: it.left_out,
  by: it.reviewed_by,
  on: it.reviewed_on,
});

/** What is looked for, as the desk takes it. */
export const wordsIn = ({ own, leftOut }: PlanValues): { added: EmergencyWordsView[]; left_out: string[] } => ({
  added: GROUPS.flatMap((group) => linesOf(own[group]).map((words) => ({ group, words }))),
  left_out: leftOut,
});

/** Whether other words are looked for than in the saved plan. */
export const hasOtherWords = (values: PlanValues, saved: EmergencyPlanView): boolean =>
  JSON.stringify(wordsIn(values)) !== JSON.stringify(wordsIn(valuesOf(saved)));

/** The names that are left out after one was put in or out of use. */
export function leavingOut(
  { shipped }: Pick<EmergencyPlanView, "shipped">,
  leftOut: readonly string[],
  name: string,
  isOut: boolean,
): string[] {
  const next = new Set(leftOut);
  if (isOut) next.add(name);
  else next.delete(name);
  const known = shipped.map((it) => it.name);
  return [...[...next].filter((it) => !known.includes(it)), ...known.filter((it) => next.has(it))];
}

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((it) => it.trim())
    .filter(Boolean);

/** The phrases of the shipped list, one by one, with its signs in a form that reads without a manual. */
export const phrasesOf = (listed: string): string[] =>
  listed
    .split(";")
    .map((it) =>
      it
        .trim()
        .replace(/ \.\. /g, " … ")
        .replace(/ & /g, " + ")
        .replace(/@(\w+)/g, "‹$1›"),
    )
    .filter(Boolean);
