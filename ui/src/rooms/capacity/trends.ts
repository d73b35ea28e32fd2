// The weeks behind as lines: where each point stands, and where a line has a gap.
import type { CapacityWeekView, Metric } from "@bridge";
import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { find, valueOf } from "./figures";

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

export function chartOf(
  weeks: readonly CapacityWeekView[],
  metric: Metric,
  weekday: number,
  size: { width: number; height: number },
): Chart {
  const values = weeks.map((it) => valueOf(find(figuresOf(it, weekday), metric).figure));
  const most = Math.max(0, ...values.filter((it) => it !== null));
  const isShare = metric === "utilisation" || metric === "no_show_rate";
  // A share never ends its axis above all of it; nothing at all still has an axis.
  const y = scaleLinear([0, most || 1], [size.height, 0]).nice(3);
  const top = isShare ? Math.min(1, y.domain()[1] ?? 1) : (y.domain()[1] ?? 1);
  y.domain([0, top]);
  const x = scaleLinear([0, Math.max(1, values.length - 1)], [0, size.width]);
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
    ticks: y.ticks(3).map((value) => ({ value, y: y(value) })),
  };
}

/** The last week of which something is known; -1 for none. */
export const lastKnown = (points: readonly (Point | null)[]): number => points.findLastIndex((it) => it !== null);
