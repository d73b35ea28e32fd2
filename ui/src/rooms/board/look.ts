// How much of a visit its block has room for, by its height and by how many stand beside it.

/** Heights from which on there is room for a second and a third line, and for the usual gaps around one or two. */
const TWO_LINES = 30;
const THREE_LINES = 52;
const USUAL_GAPS = { one: 20, two: 36 };
const SLIM = 14;
/** With more than these beside each other, a name only fits downwards. */
const MOST_ABREAST = 3;

/** For how many minutes somebody waits, where the clock runs and they do. */
export const waitedAt = (now: number | null, since: number | null): number | null =>
  now === null || since === null ? null : Math.max(0, now - since);

export function lookOf(height: number, abreast: number) {
  const lines = height >= THREE_LINES ? 3 : height >= TWO_LINES ? 2 : 1;
  const classes = {
    short: lines === 1,
    tiny: height < USUAL_GAPS.one,
    snug: lines === 2 && height < USUAL_GAPS.two,
    slim: height < SLIM,
    narrow: lines === 3 && abreast > MOST_ABREAST,
  };
  return { lines, classes };
}
