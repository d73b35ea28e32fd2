// What somebody looks at in the room. It stays as long as they are signed in, wherever they go meanwhile.
import type { CapacityRequest } from "@bridge";
import { plusDays } from "@shared/words/dates";

export type Period = "weeks13" | "weeks4" | "year" | "own";

class Looking {
  /** Empty: all. */
  location = $state("");
  provider = $state("");
  type = $state("");
  period = $state<Period>("weeks13");
  /** Of days of one's own. */
  first = $state<string | null>(null);
  last = $state<string | null>(null);
  /** Whether pictures are shown as tables. */
  asTables = $state(false);
  /** 1 = Monday, whose weeks are compared; 0 for whole weeks. */
  weekday = $state(0);
  /** The cell of the heatmap that has the tab stop. Column 0 is the third open time. */
  cell = $state.raw({ row: 0, column: 1 });

  get isNarrowed(): boolean {
    return [this.location, this.provider, this.type].some((it) => it !== "") || this.period !== "weeks13";
  }

  showAll(): void {
    [this.location, this.provider, this.type, this.period] = ["", "", "", "weeks13"];
  }
}

export const looking = new Looking();

/** The first and the last day that the figures are of; null leaves it to the desk, which takes the last 13 weeks. */
export function daysOf(
  { period, first, last }: Pick<Looking, "period" | "first" | "last">,
  today: string,
): [string, string] | null {
  const yesterday = plusDays(today, -1);
  if (period === "weeks4") return [plusDays(today, -28), yesterday];
  // On New Year's Day the year is a day old.
  if (period === "year") return [`${today.slice(0, 4)}-01-01`, today.endsWith("-01-01") ? today : yesterday];
  return period === "own" && first && last ? [first, last] : null;
}

/** @param today asked only where the days hang on it: what it reads makes the request anew */
export function requestOf(it: Looking, today: () => string): CapacityRequest {
  const [first, last] = (it.period === "weeks13" ? null : daysOf(it, today())) ?? [null, null];
  return {
    location: it.location || null,
    provider: it.provider || null,
    appointment_type: it.type || null,
    first_day: first,
    last_day: last,
  };
}
