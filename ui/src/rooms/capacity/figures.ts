// Figures in words: a value with what it is made of, or why there is none; and a day beside what its weekday usually says.
import type { FigureView, Metric, MetricView, Unit } from "@bridge";
import { duration } from "@shared/words/dates";
import { figures, figuresAs } from "@shared/words/numbers";
import { metricWords } from "./metrics";
import { capacityWords } from "./words";

/** The metrics as they are listed, by what they are about. */
export const GROUPS = {
  access: ["third_next_available", "lead_time", "same_day_access", "same_day_visits", "continuity"],
  time: ["utilisation", "completed_utilisation", "fill_rate", "overbooked", "unfilled_capacity"],
  attendance: ["no_show_rate", "late_cancel_rate", "bump_rate", "completion_rate", "orphaned"],
  back: ["backfill_rate", "time_to_fill"],
  clinic: ["arrive_to_room", "room_to_provider", "provider_time", "visit_cycle"],
  desk: [
    "visits",
    "appointments_today",
    "average_booking_time",
    "booking_effort",
    "booking_keystrokes",
    "active_users",
    "providers",
    "patients",
  ],
} as const satisfies Record<keyof typeof metricWords.group, readonly Metric[]>;

/** What a trend follows. */
export const TRENDED = ["utilisation", "no_show_rate", "visits", "lead_time"] as const satisfies readonly Metric[];

/** Behind these there are no visits: time that stayed empty, the desk, people. */
const NOBODY_BEHIND: readonly Metric[] = [
  "third_next_available",
  "same_day_access",
  "unfilled_capacity",
  "booking_effort",
  "booking_keystrokes",
  "average_booking_time",
  "active_users",
  "providers",
  "patients",
];

const UNKNOWN: FigureView = { is: "unknown", why: "not_looked_up" };

export const find = (of: readonly MetricView[] | undefined, metric: Metric): MetricView =>
  of?.find((it) => it.metric === metric) ?? { metric, unit: "visits", figure: UNKNOWN };

export const percent = figuresAs({ style: "percent", maximumFractionDigits: 0 });

/** "1,234 visits"; minutes as people say them where they are many. */
export const amount = (n: number, unit: Unit): string =>
  unit === "minutes" && n >= 120 ? duration(Math.round(n)) : metricWords.counted[unit](Math.round(n));

const [DAY, DAYS] = [1440, 2880];

/** What passed between two events goes on by night: from two days on it is said in days. */
const elapsed = (n: number, unit: Unit): string =>
  unit === "minutes" && n >= DAYS ? amount(n / DAY, "days") : amount(n, unit);

/** One number to draw; null where it is not known. */
export function valueOf(figure: FigureView): number | null {
  switch (figure.is) {
    case "share":
      return figure.part / figure.whole;
    case "spread":
      return figure.median;
    case "mean":
      return figure.total / figure.of;
    case "amount":
      return figure.amount;
    case "unknown":
      return null;
  }
}

/** As it should be read: a share in percent, everything else in its unit. Null where it is not known. */
export function rounded(figure: FigureView): number | null {
  const value = valueOf(figure);
  return value === null ? null : Math.round(figure.is === "share" ? 100 * value : value);
}

/** "87%", "6 days", "48 visits": without what it is made of. Null where it is not known. */
export function inShort({ figure, unit }: MetricView): string | null {
  const value = valueOf(figure);
  if (value === null) return null;
  if (figure.is === "share") return percent(value);
  return figure.is === "spread" ? elapsed(value, unit) : amount(value, unit);
}

/** "3,120 of 3,580 minutes", beside the share itself. */
export const partsOf = ({ part, whole }: { part: number; whole: number }, unit: Unit): string =>
  metricWords.partOf(figures(part), metricWords.counted[unit](whole));

/** "87% (3,120 of 3,580 minutes)"; or why it is not known. */
export function inFull({ figure, unit }: MetricView): string {
  switch (figure.is) {
    case "share": {
      const whole = metricWords.counted[unit](figure.whole);
      return metricWords.made(percent(figure.part / figure.whole), figures(figure.part), whole);
    }
    case "spread":
      return metricWords.spread(elapsed(figure.median, unit), elapsed(figure.p90, unit), figure.of);
    case "mean":
      return metricWords.mean(amount(figure.total / figure.of, unit), figure.of);
    case "amount":
      return amount(figure.amount, unit);
    case "unknown":
      return metricWords.unknown(metricWords.why[figure.why]);
  }
}

/** Whether somebody can look at the visits behind it. */
export function hasVisits({ metric, figure }: MetricView): boolean {
  if (figure.is === "unknown" || NOBODY_BEHIND.includes(metric)) return false;
  return figure.is !== "amount" || figure.amount > 0;
}

/** A day beside the same weekday of the weeks before: "12 visits more than usual on a Tuesday (48 visits)". */
export function besideUsual(now: MetricView, usual: MetricView, weekday: string): string | null {
  const [value, before, said] = [valueOf(now.figure), valueOf(usual.figure), inShort(usual)];
  if (value === null || before === null || said === null) return null;
  const words = capacityWords.today;
  const isShare = usual.figure.is === "share";
  // Of what is shown, so that whoever subtracts finds the same.
  const shown = (it: number) => Math.round(it * (isShare ? 100 : 1));
  const by = shown(value) - shown(before);
  if (by === 0) return words.same(weekday, said);
  if (isShare) return words[by > 0 ? "above" : "below"](words.points(Math.abs(by)), weekday, said);
  return words[by > 0 ? "more" : "fewer"](amount(Math.abs(by), usual.unit), weekday, said);
}
