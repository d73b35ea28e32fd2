// What is known of missed visits, in words, and how what was said lies beside what came.
import type { CalibrationBinView, ExtraVisitView, ForecastView, LearntView, MissedReasonView } from "@bridge";
import { duration, fullDay, plusDays, weekdayOf } from "@shared/words/dates";
import { figuresAs } from "@shared/words/numbers";
import { axisOf } from "./axis";
import { percent } from "./figures";
import { missedWords } from "./missed";

/** So many days ahead the desk says whom to remind. */
export const FARTHEST = 14;

const SUNDAY = "2026-11-22";

const digits = (count: number) => ({ minimumFractionDigits: count, maximumFractionDigits: count });
const [tenths, hundredths, fine] = [figuresAs(digits(1)), figuresAs(digits(2)), figuresAs(digits(4))];

/** "4.6%": a chance is small, and a point of it is much. */
export const share = figuresAs({ style: "percent", ...digits(1) });

/** What is known, in one sentence. */
export function sentenceOf(forecast: ForecastView): string {
  if (forecast.is === "too_little") return missedWords.tooLittle(forecast.outcomes, forecast.needed);
  const rate = percent(forecast.base_rate);
  return forecast.is_believed ? missedWords.better(rate) : missedWords.noBetter(rate);
}

export interface JudgedLine {
  name: string;
  value: string;
  what: string;
}

/** What rounds to 0 has no sign. */
const unsignedZero = (said: string): string => said.replace(/^-(?=[0.,]+$)/, "");

/** How good it is: each figure with what it means. What is not known is left out. */
export function judgedOf(it: LearntView): JudgedLine[] {
  const words = missedWords.judged;
  const points = tenths(Math.abs(it.in_the_large) * 100);
  return [
    {
      name: words.brier,
      value: words.besideBase(fine(it.brier), fine(it.base_brier)),
      what: words.brierWhat,
    },
    { name: words.gain, value: `${unsignedZero(fine(it.gain))} ± ${fine(it.gain_error)}`, what: words.gainWhat },
    ...(it.auc === null ? [] : [{ name: words.auc, value: hundredths(it.auc), what: words.aucWhat }]),
    {
      name: words.points,
      value: it.in_the_large < 0 ? words.tooLittle(points) : words.tooMuch(points),
      what: words.byTenths(tenths(it.calibration_error * 100)),
    },
    {
      name: words.learntFrom,
      value: words.visits(it.learnt_from),
      what: it.is_regression ? words.regression : words.rates,
    },
    {
      name: words.judgedOn,
      value: words.visits(it.judged),
      what: words.judgedWhat(it.missed, fullDay(it.judged_from)),
    },
  ];
}

export interface Dot {
  x: number;
  y: number;
  /** Where the interval ends, lower and higher on the screen. */
  low: number;
  high: number;
}

export interface CalibrationChart {
  dots: Dot[];
  /** Round shares, and how far each is from where both axes begin. */
  ticks: { value: number; at: number }[];
}

/** One scale for both sides of a square, so that the diagonal is where both are the same. */
export function calibrationOf(bins: readonly CalibrationBinView[], side: number): CalibrationChart {
  const shares = bins.flatMap((it) => [it.said, it.came, it.at_most]);
  const axis = axisOf(shares, 4, true);
  const along = (value: number) => side * axis.at(value);
  const down = (value: number) => side - along(value);
  return {
    dots: bins.map((it) => ({ x: along(it.said), y: down(it.came), low: down(it.at_least), high: down(it.at_most) })),
    ticks: axis.ticks.map((value) => ({ value, at: along(value) })),
  };
}

/** The chart in words: its lowest and its highest part. */
export function calibrationInWords({ bins, judged }: LearntView): string {
  const words = missedWords.calibration;
  const ends = bins.length > 1 ? [bins[0], bins.at(-1)] : [bins[0]];
  const pairs = ends.flatMap((it) => (it ? [words.pair(share(it.said), share(it.came))] : []));
  return [words.chart(bins.length, missedWords.judged.visits(judged)), ...pairs].join("; ");
}

/** "booked 43 days ahead · missed 2 of 5". */
export const reasonsOf = (reasons: readonly MissedReasonView[]): string =>
  reasons.map(reasonOf).filter(Boolean).join(" · ");

function reasonOf(it: MissedReasonView): string {
  const words = missedWords.reason;
  switch (it.is) {
    case "booked_ahead":
      return it.days === 0 ? words.sameDay : words.booked_ahead(it.days);
    case "missed":
      return words.missed(it.missed, it.of);
    case "weekday":
      return words.weekday(weekdayOf(plusDays(SUNDAY, it.weekday)));
    case "hour":
      return words.hour(`${it.hour}:00`, `${it.hour + 1}:00`);
    case "appointment_type":
    case "location":
    case "provider":
      // A visit of no provider is not "with" anybody.
      return it.name && words[it.is](it.name);
    case "first_visit":
    case "of_series":
    case "booked_by_clinic":
      return words[it.is];
  }
}

/** "9 booked, 1.4 expected not to come". */
export const sessionOf = ({ booked, expected_missed }: ExtraVisitView): string =>
  missedWords.extra.expected(booked, tenths(expected_missed));

/** What everybody waits for it, in three short parts. */
export function waitsOf(it: ExtraVisitView): string {
  const words = missedWords.extra;
  const said = (expected: number, none: string, some: (wait: string) => string) =>
    expected > 0 ? some(minutes(expected)) : none;
  return [
    said(it.own_wait_minutes, words.noWait, words.own),
    said(it.most_added_wait_minutes, words.noneAdded, words.added),
    said(it.overtime_minutes, words.onTime, words.over),
  ].join(" · ");
}

function minutes(expected: number): string {
  return expected < 1 ? missedWords.extra.underOne : duration(Math.round(expected));
}
