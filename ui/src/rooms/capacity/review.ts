// A review of capacity as it stands on paper: what the room shows, in its words and numbers, in the reader's language.
import type { CapacityView, Metric, MetricView, ReviewCell, ReviewFigure, ReviewRequest, ReviewSection } from "@bridge";
import { fullDay, longDay, sentence, timeOf, wholeDay } from "@shared/words/dates";
import { find, GROUPS, inFull, inShort, partsOf, rounded } from "./figures";
import { metricWords } from "./metrics";
import { evidenceOf, sentenceOf } from "./needs";
import { aheadOf, behindOf, thirdOf } from "./pictures";
import { cardsOf } from "./today";
import { capacityWords } from "./words";

/** What was chosen, by its name; empty for all. */
export interface Chosen {
  location: string;
  provider: string;
  type: string;
  /** 1 = Monday, whose weeks are compared; 0 for whole weeks. */
  weekday: number;
}

/** @param by who takes it out of the desk */
export function reviewOf(view: CapacityView, chosen: Chosen, by: string): ReviewRequest {
  const words = capacityWords.review;
  return {
    // It is the file's name too: those of many days lie in their order.
    title: `${capacityWords.title} ${view.today}`,
    place: [chosen.location || capacityWords.filters.everyLocation, chosen.provider, chosen.type]
      .filter(Boolean)
      .join(", "),
    period: words.period(wholeDay(view.today), fullDay(view.first_day), fullDay(view.last_day)),
    made: words.made(wholeDay(view.wall_now), timeOf(view.wall_now), by),
    page: words.page,
    sections: [
      todayOf(view),
      decisionsOf(view),
      aheadOf(view),
      ...thirdOf(view),
      ...behindOf(view, chosen.weekday),
      ...figuresOf(view),
    ],
  };
}

const daysOf = (view: CapacityView): string =>
  capacityWords.metrics.ofDays(fullDay(view.first_day), fullDay(view.last_day));

const columns = (): [string, string, string] => {
  const words = capacityWords.metrics;
  return [words.metric, words.value, capacityWords.review.meaning];
};

function todayOf(view: CapacityView): ReviewSection {
  const list = cardsOf(view).map((it) => ({
    label: it.name,
    value: cell(it.number, it.value),
    note: sentences(it.inUnits ? [it.inUnits] : it.beside),
  }));
  const heading = capacityWords.today.title(longDay(view.today));
  return { heading, note: "", body: { is: "figures", columns: columns(), figures: list } };
}

function decisionsOf({ needs }: CapacityView): ReviewSection {
  const words = capacityWords.needs;
  const list = needs.map((it) => ({ lead: `${sentenceOf(it)}.`, text: evidenceOf(it) }));
  const note = needs.length === 0 ? words.nothing : capacityWords.review.ofAll;
  return { heading: words.title, note, body: { is: "words", words: list } };
}

/** A section for each group, with all that belongs to it. */
const figuresOf = (view: CapacityView): ReviewSection[] =>
  (Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map((group) => ({
    heading: metricWords.group[group],
    note: daysOf(view),
    body: {
      is: "figures",
      columns: columns(),
      figures: GROUPS[group].map((metric) => figureOf(metric, find(view.figures, metric))),
    },
  }));

function figureOf(metric: Metric, it: MetricView): ReviewFigure {
  const { name, what } = metricWords.metric[metric];
  const number = rounded(it.figure);
  const value = cell(number, inShort(it) ?? capacityWords.review.notKnown);
  if (it.figure.is === "unknown") return { label: name, value, note: sentences([metricWords.why[it.figure.why]]) };
  // A spreadsheet reads the number, without the hours that are made of it.
  const isLong = it.unit === "minutes" && it.figure.is !== "share" && number !== null && number >= 120;
  // What a share or a middle is made of; an amount says it itself.
  const parts = it.figure.is === "share" ? partsOf(it.figure, it.unit) : it.figure.is !== "amount" && inFull(it);
  const made = [isLong && metricWords.counted.minutes(number), parts];
  return {
    label: name,
    value,
    note: [...made.filter((said) => said !== false).map((said) => sentences([said])), what].join(" "),
  };
}

const cell = (value: number | null, text: string): ReviewCell =>
  value === null ? { is: "text", text } : { is: "number", value, text };

const sentences = (said: readonly string[]): string => said.map((it) => `${sentence(it)}.`).join(" ");
