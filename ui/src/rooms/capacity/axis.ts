// An axis that begins at 0: how far up it goes, and how far along it a value stands.
import { nice, ticks } from "d3-array";

export interface Axis {
  /** Round values. */
  ticks: number[];
  /** Which part of the axis lies before a value. */
  at: (value: number) => number;
}

/** Up to a round value above the highest, in about so many steps. No share is above all of it; nothing at all still has an axis. */
export function axisOf(values: readonly (number | null)[], steps: number, isOfShares: boolean): Axis {
  const most = Math.max(0, ...values.filter((it) => it !== null));
  const [, round] = nice(0, most || 1, steps);
  const top = isOfShares ? Math.min(1, round) : round;
  return { ticks: ticks(0, top, steps), at: (value) => value / top };
}
