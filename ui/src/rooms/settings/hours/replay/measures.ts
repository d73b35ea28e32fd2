// What a replay says, in words: a figure with its spread, a difference with its sign, and the clear differences as a sentence.
import type { Measure, ReplayLimitView, ReplayRowView, ReplaySpreadView, ReplayView } from "@bridge";
import { sentence } from "@shared/words/dates";
import { locale } from "@shared/words/locale.svelte";
import { figures, TAGS } from "@shared/words/numbers";
import { replayWords } from "./words";

const PERCENT: readonly Measure[] = ["utilisation", "unmet"];
/** What is said first where several differences are clear. */
const WEIGHT: readonly Measure[] = [
  "third_next_days",
  "utilisation",
  "unmet",
  "wait_median_minutes",
  "overtime_minutes",
  "lead_median_days",
  "wait_p90_minutes",
  "lead_p90_days",
];
const SAID = 2;
/** Days and minutes from which a sentence says whole ones. */
const WHOLE_FROM = 2;

const isPercent = (measure: Measure): boolean => PERCENT.includes(measure);

/** Small figures that are not whole have a digit behind the point, so that what differs a little does not look alike. */
const digitsOf = (...values: number[]): number =>
  Math.max(...values.map(Math.abs)) < 10 && !values.every(Number.isInteger) ? 1 : 0;

function written(value: number, digits: number, options: Intl.NumberFormatOptions = {}): string {
  const format = new Intl.NumberFormat(TAGS[locale()], {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    ...options,
  });
  // What rounds to 0 has no sign.
  return format.format(rounded(value, digits, options.style === "percent" ? 100 : 1)).replace("-", "−");
}

function rounded(value: number, digits: number, whole = 1): number {
  const step = 10 ** digits * whole;
  return Math.round(value * step) / step || 0;
}

/** "71%" of a share, "12" of days and minutes, whose unit stands beside. */
export function valueInWords(measure: Measure, value: number | null, digits = digitsOf(value ?? 0)): string {
  if (value === null) return replayWords.notKnown;
  return isPercent(measure) ? written(value / 100, digits, { style: "percent" }) : written(value, digits);
}

/** "12 (9–15)". */
export function spreadInWords(measure: Measure, spread: ReplaySpreadView | null): string {
  if (!spread) return replayWords.notKnown;
  const { median, p5, p95 } = spread;
  const digits = digitsOf(median, p5, p95);
  return replayWords.spread(valueInWords(measure, median, digits), written(p5, digits), written(p95, digits));
}

/** Whether nearly all runs had the same with both hours, as far as it is shown. */
export function isSame(difference: ReplaySpreadView): boolean {
  const all = [difference.p5, difference.median, difference.p95];
  return all.every((it) => rounded(it, digitsOf(...all)) === 0);
}

/** "−6 (−8 to −4)"; shares differ in points. */
export function differenceInWords({ measure, difference }: ReplayRowView): string {
  if (!difference) return replayWords.notKnown;
  if (isSame(difference)) return replayWords.same;
  const { median, p5, p95 } = difference;
  const digits = digitsOf(median, p5, p95);
  const signed = (value: number) => written(value, digits, { signDisplay: "exceptZero" });
  const middle = isPercent(measure) ? replayWords.points(signed(median)) : signed(median);
  return replayWords.change(middle, signed(p5), signed(p95));
}

/** One or two clear differences in a sentence; that there is none, where there is none. */
export function headlineOf(rows: readonly ReplayRowView[]): string {
  const clear = WEIGHT.flatMap((measure) => rows.filter((it) => it.measure === measure && it.is_clear));
  const said = clear.flatMap((it) => changeInWords(it) ?? []).slice(0, SAID);
  return said.length > 0 ? `${sentence(said.join("; "))}.` : replayWords.noDifference;
}

/** Null where what is shown is the same. */
function changeInWords({ measure, before, after, difference }: ReplayRowView): string | null {
  if (!before || !after || !difference) return null;
  const says = replayWords.says;
  const [days, minutes] = [replayWords.days, replayWords.minutes];
  const size = rounded(Math.abs(difference.median), Math.abs(difference.median) < WHOLE_FROM ? 1 : 0);
  const isLess = difference.median < 0;
  const [now, then] = [valueInWords(measure, after.median), valueInWords(measure, before.median)];
  if (isPercent(measure) ? now === then : size === 0) return null;
  switch (measure) {
    case "third_next_days":
      return says.third(days(size), isLess);
    case "utilisation":
      return says.utilisation(now, then);
    case "unmet":
      return says.unmet(now, then);
    case "overtime_minutes":
      return says.overtime(minutes(size), isLess);
    case "wait_median_minutes":
      return says.waitMedian(minutes(size), isLess);
    case "wait_p90_minutes":
      return says.waitP90(minutes(size), isLess);
    case "lead_median_days":
      return says.leadMedian(days(size), isLess);
    case "lead_p90_days":
      return says.leadP90(days(size), isLess);
  }
}

/** "1,540 h open instead of 1,760 h." */
export function openInWords({ open_minutes: { before, after } }: ReplayView): string {
  const hours = (minutes: number) => figures(Math.round(minutes / 60));
  if (hours(before) === hours(after)) return replayWords.openAsBefore(hours(after));
  return replayWords.open(hours(after), hours(before));
}

export function limitInWords(limit: ReplayLimitView): string {
  const words = replayWords.limits;
  switch (limit.is) {
    case "unmet_demand":
    case "behaviour_with_access":
    case "wishes":
    case "simpler_than_the_book":
      return words[limit.is];
    case "few_visits":
    case "left_out":
      return words[limit.is](limit.visits);
    default:
      return words[limit.is](limit.visits, limit.of);
  }
}
