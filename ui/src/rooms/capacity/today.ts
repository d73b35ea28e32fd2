// Today in a few numbers, each beside what the same weekday usually says: what the cards show, and what is printed.
import type { CapacityView, Metric, MetricView } from "@bridge";
import { duration, weekdayOf } from "@shared/words/dates";
import { figures } from "@shared/words/numbers";
import { besideUsual, find, inFull, inShort, partsOf, rounded } from "./figures";
import { metricWords } from "./metrics";
import { capacityWords } from "./words";

export interface Card {
  name: string;
  value: string;
  /** The same to reckon with; null where it is not known. */
  number: number | null;
  /** What it is compared with, or made of. */
  beside: string[];
  /** The same where a spreadsheet reads it, which has no unit beside the number. */
  inUnits?: string;
  /** The number whose visits can be seen. */
  of?: MetricView;
}

export const cardsOf = (view: CapacityView): Card[] => [
  compared(view, "visits"),
  done(view),
  compared(view, "no_show_rate"),
  compared(view, "utilisation"),
  left(view),
  third(view),
];

function compared(view: CapacityView, metric: Metric): Card {
  const [it, yesterday] = [find(view.of_today, metric), inShort(find(view.of_yesterday, metric))];
  const beside = [
    it.figure.is === "unknown" ? inFull(it) : besideUsual(it, find(view.usual, metric), weekdayOf(view.today)),
    it.figure.is === "share" && partsOf(it.figure, it.unit),
    yesterday && capacityWords.today.yesterday(yesterday),
  ];
  return { ...short(it), beside: beside.filter((said) => typeof said === "string"), of: it };
}

function done(view: CapacityView): Card {
  const words = capacityWords.today;
  const it = find(view.of_today, "completion_rate");
  const said = it.figure;
  if (said.is !== "share") return { name: words.done, value: words.notKnown, number: null, beside: [inFull(it)] };
  return {
    name: words.done,
    value: metricWords.counted.visits(said.part),
    number: said.part,
    beside: [words.ofEnded(said.whole)],
    of: it,
  };
}

function third(view: CapacityView): Card {
  const it = find(view.of_today, "third_next_available");
  const p90 = it.figure.is === "spread" ? metricWords.counted.days(it.figure.p90) : null;
  return { ...short(it), beside: [p90 === null ? inFull(it) : capacityWords.today.ninety(p90)] };
}

function left(view: CapacityView): Card {
  const words = capacityWords.today;
  const cells = view.providers.flatMap(({ cells: [first] }) => first ?? []);
  const [free, open] = [cells.reduce((sum, it) => sum + it.free, 0), cells.reduce((sum, it) => sum + it.open, 0)];
  const inUnits = metricWords.partOf(figures(free), metricWords.counted.minutes(open));
  return { name: words.freeLeft, value: duration(free), number: free, beside: [words.ofOpen(duration(open))], inUnits };
}

const short = (it: MetricView) => ({
  name: metricWords.metric[it.metric].name,
  value: inShort(it) ?? capacityWords.today.notKnown,
  number: rounded(it.figure),
});
