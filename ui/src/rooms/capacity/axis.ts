// An axis from 0 to a round value with round ticks, and a line with gaps: all that the charts of this room ask of a drawing.

export interface Point {
  x: number;
  y: number;
}

export interface Axis {
  top: number;
  /** Round values from 0 on, none of them above the top. */
  ticks: number[];
}

/**
 * From 0 to a round value that is not below the highest. Nothing at all still has an axis.
 * @param count about how many steps it is ticked in
 * @param highest above which there is nothing, as nothing is above all of a share
 */
export function axisTo(most: number, count: number, highest = Infinity): Axis {
  let top = most || 1;
  let step = stepOf(top, count);
  // A higher top may be ticked in wider steps, which want a higher one once more.
  for (let before = 0; step !== before;) {
    before = step;
    top = times(Math.ceil(Number((top / step).toFixed(9))), step);
    step = stepOf(top, count);
  }
  top = Math.min(top, highest);
  step = stepOf(top, count);
  const last = Math.floor(Number((top / step).toFixed(9)));
  return { top, ticks: Array.from({ length: last + 1 }, (_, nth) => times(nth, step)) };
}

/** 1, 2 or 5 of a power of ten, whichever is nearest to that many steps. */
function stepOf(top: number, count: number): number {
  const power = Math.floor(Math.log10(top / count));
  const left = top / count / 10 ** power;
  const factor = left >= Math.sqrt(50) ? 10 : left >= Math.sqrt(10) ? 5 : left >= Math.SQRT2 ? 2 : 1;
  return times(factor, 10 ** power);
}

/** Without what binary fractions add: three steps of 0.1 are 0.3. */
const times = (count: number, step: number): number => Number((count * step).toPrecision(12));

/** As a path, in pieces where a point is unknown. */
export const pathOf = (points: readonly (Point | null)[]): string =>
  points
    .flatMap((it, nth) => (it ? `${points[nth - 1] ? "L" : "M"}${inThousandths(it.x)},${inThousandths(it.y)}` : []))
    .join("");

const inThousandths = (it: number): number => Math.round(it * 1000) / 1000;
