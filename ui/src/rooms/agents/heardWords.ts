// What was understood of a line so far, piece by piece.
import type { AgentHeardView } from "@bridge";
import { shortDay } from "@shared/words/dates";
import { agentWords } from "./words";

/** The task, whose visit, with whom, of which type, when; without what was not said. */
export function heardInWords(it: AgentHeardView): string[] {
  const patient = it.patient ? agentWords.named(it.patient) : "";
  return [
    agentWords.tasks[it.task ?? ""] ?? "",
    patient,
    ...it.providers,
    ...it.type_names,
    days(it),
    times(it),
  ].filter((words) => words !== "");
}

function days({ first_day: first, last_day: last }: AgentHeardView): string {
  if (!first) return "";
  return last && last !== first ? `${shortDay(first)} – ${shortDay(last)}` : shortDay(first);
}

const times = ({ from, to }: AgentHeardView): string => (from && to ? `${from}–${to}` : (from ?? ""));
