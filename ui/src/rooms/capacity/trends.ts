// The weeks behind as lines: where each point stands, where a line has a gap, and the same in a sentence.
import type { CapacityWeekView, Metric } from "@bridge";
import { plusDays, shortDay, weekdayOf } from "@shared/words/dates";
import { line } from "d3-shape";
import { axisOf } from "./axis";
import { find, inShort, valueOf } from "./figures";
import { metricWords } from "./metrics";
import { capacityWords } from "./words";

export interface Point {
  x: number;
  y: number;
}

export interface Chart {
  /** Of the weeks that are over, in pieces where one is unknown. */
  path: string;
  /** From the last week that is over to the one under way; empty where either is unknown. */
  soFar: string;
  /** Null for a week of which nothing is known. */
  points: (Point | null)[];
  /** Round values, and where they stand. */
  ticks: { value: number; y: number }[];
}

/** A week as a whole, or one day of it: 1 for Monday. */
export const figuresOf = (week: CapacityWeekView, weekday: number) =>
  (weekday === 0 ? week.whole : week.days[weekday - 1]) ?? [];

/** Any Sunday: so many days after it is that weekday. */
const SUNDAY = "2026-11-22";

/** "Whole weeks", "Every Friday". */
export const comparedInWords = (weekday: number): string =>
  weekday === 0 ? capacityWords.trends.whole : capacityWords.trends.weekday(weekdayOf(plusDays(SUNDAY, weekday)));

/** The days that a point is of. */
export function daysOfWeek({ monday }: CapacityWeekView, weekday: number): [string, string] {
  const day = plusDays(monday, weekday - 1);
  return weekday === 0 ? [monday, plusDays(monday, 6)] : [day, day];
}

export const isShare = (metric: Metric): boolean => metric === "utilisation" || metric === "no_show_rate";

export const valuesOf = (weeks: readonly CapacityWeekView[], metric: Metric, weekday: number): (number | null)[] =>
  weeks.map((it) => valueOf(find(figuresOf(it, weekday), metric).figure));

/** The round values beside a chart. */
export const STEPS = 3;

/** "Utilisation, Mon 24 Aug to Mon 23 Nov: 87%". */
export function chartInWords(weeks: readonly CapacityWeekView[], metric: Metric, weekday: number): string {
  const [first, last] = [weeks[0], weeks.at(-1)].map((it) => (it ? shortDay(daysOfWeek(it, weekday)[0]) : ""));
  const known = weeks[valuesOf(weeks, metric, weekday).findLastIndex((it) => it !== null)];
  const said = known ? inShort(find(figuresOf(known, weekday), metric)) : null;
  const name = capacityWords.trends.chart(metricWords.metric[metric].name, first ?? "", last ?? "");
  return [name, said ?? metricWords.why.nothing].join(": ");
}

export function chartOf(
  weeks: readonly CapacityWeekView[],
  metric: Metric,
  weekday: number,
  size: { width: number; height: number },
): Chart {
  const values = valuesOf(weeks, metric, weekday);
  const axis = axisOf(values, STEPS, isShare(metric));
  const y = (value: number) => size.height * (1 - axis.at(value));
  const x = (nth: number) => size.width * (nth / Math.max(1, values.length - 1));
  const points = values.map((it, nth) => (it === null ? null : { x: x(nth), y: y(it) }));
  const drawn = line<Point | null>(
    (it) => it?.x ?? 0,
    (it) => it?.y ?? 0,
  ).defined((it) => it !== null);
  const [before, now] = points.slice(-2);
  const soFar = before && now ? (drawn([before, now]) ?? "") : "";
  return {
    path: drawn(points.slice(0, -1)) ?? "",
    soFar,
    points,
    ticks: axis.ticks.map((value) => ({ value, y: y(value) })),
  };
}

/** The last week of which something is known; -1 for none. */
export const lastKnown = (points: readonly (Point | null)[]): number => points.findLastIndex((it) => it !== null);
