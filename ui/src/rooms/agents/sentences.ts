// What would be done, and what was done, spelt out.
import type { ProposedView } from "@bridge";
import { birthDay, fullDay, wallTime } from "@shared/words/dates";
import { agentWords } from "./words";

const at = (wall: string | null | undefined, provider: string): string => {
  const when = wall ? wallTime(wall) : "";
  return provider ? agentWords.with(when, provider) : when;
};

/** Everything that a yes would do. */
export function proposed(it: ProposedView): string {
  const who = agentWords.who(it.patient_name, birthDay(it.birth_date));
  const now = at(it.visit?.wall_start, it.visit?.provider_name ?? "");
  const then = at(it.wall_start, it.provider_name);
  switch (it.act) {
    case "book":
      return agentWords.propose.book(who, it.type_name, then);
    case "reschedule":
      return agentWords.propose.reschedule(who, it.type_name, now, then);
    case "cancel":
      return agentWords.propose.cancel(who, it.type_name, now);
    case "confirm":
      return agentWords.propose.confirm(who, it.type_name, now);
    default: {
      const days = [it.earliest, it.latest].filter((day) => day !== null).map(fullDay);
      return agentWords.propose.waitlist(
        who,
        [it.type_name, it.provider_name].filter(Boolean).join(", "),
        days.join("–"),
      );
    }
  }
}

/** What came of it. */
export function done(it: ProposedView): string {
  const wall = it.wall_start ?? it.visit?.wall_start;
  const when = wall ? wallTime(wall) : "";
  switch (it.act) {
    case "book":
      return agentWords.done.book(it.patient_name, when);
    case "reschedule":
      return agentWords.done.reschedule(it.patient_name, when);
    case "cancel":
      return agentWords.done.cancel(it.patient_name, when);
    case "confirm":
      return agentWords.done.confirm(it.patient_name);
    default:
      return agentWords.done.waitlist(it.patient_name);
  }
}
