// The pictures of a review on paper: the days ahead as tones that a printer without colour tells apart, and the weeks behind as
// lines of one unit each.
import type {
  CapacityCellView,
  CapacityProviderView,
  CapacityView,
  Metric,
  ReviewBody,
  ReviewCell,
  ReviewKey,
  ReviewLine,
  ReviewSection,
  ReviewTone,
} from "@bridge";
import { sentence, weekdayName } from "@shared/words/dates";
import { figures } from "@shared/words/numbers";
import { axisOf } from "./axis";
import { find, inShort, percent, rounded } from "./figures";
import { filled, headOf, isOnePlace, thirdInShort, thirdInWords, tone, tonesInWords } from "./heat";
import { metricWords } from "./metrics";
import { chartInWords, comparedInWords, daysOfWeek, figuresOf, isShare, STEPS, valuesOf } from "./trends";
import { capacityWords } from "./words";

/** What is drawn together shares its axis. */
const CHARTS = [["utilisation", "no_show_rate"], ["visits"], ["lead_time"]] as const satisfies readonly Metric[][];
const TONES = ["white", "light", "middle", "dark", "darkest"] as const satisfies readonly ReviewTone[];
/** Where there is no number to be written; the note beside it says why. */
const NONE: ReviewCell = { is: "text", text: "–" };

/** Providers by days. */
export function aheadOf({ providers, ahead }: CapacityView): ReviewSection {
  const words = capacityWords.heat;
  const isPlaceKnown = isOnePlace(providers);
  const body: ReviewBody = {
    is: "heat",
    corner: words.provider,
    columns: ahead.map((day) => headOf(day).join(" ").replaceAll(" ", "\n")),
    rows: providers.map((it) => ({ name: nameOf(it, isPlaceKnown), cells: it.cells.map(heatCell) })),
    key: keyOf(),
  };
  if (providers.length > 0) return { heading: words.title, note: words.leadReading, body };
  return { heading: words.title, note: words.nobody, body: { is: "words", words: [] } };
}

/** Each provider's third open time, which stands in the picture on the screen. */
export function thirdOf({ providers }: CapacityView): ReviewSection[] {
  if (providers.length === 0) return [];
  const isPlaceKnown = isOnePlace(providers);
  const list = providers.map((it) => ({
    label: nameOf(it, isPlaceKnown),
    value: thirdCell(it),
    note: `${sentence(thirdInWords(it))}.`,
  }));
  const words = capacityWords.heat;
  const columns: [string, string, string] = [words.provider, words.thirdNext, capacityWords.review.meaning];
  return [{ heading: words.thirdNext, note: "", body: { is: "figures", columns, figures: list } }];
}

/** A section for each unit. */
export const behindOf = (view: CapacityView, weekday: number): ReviewSection[] =>
  CHARTS.map((metrics) => ({
    heading: capacityWords.review.weeks(metrics.map((it) => metricWords.metric[it].name)),
    note: capacityWords.review.weeksNote(comparedInWords(weekday)),
    body: linesOf(view, metrics, weekday),
  }));

function linesOf({ weeks }: CapacityView, metrics: readonly Metric[], weekday: number): ReviewBody {
  const isOfShares = metrics.every(isShare);
  const axis = axisOf(
    metrics.flatMap((it) => valuesOf(weeks, it, weekday)),
    STEPS,
    isOfShares,
  );
  return {
    is: "lines",
    corner: weekday === 0 ? capacityWords.trends.week : weekdayName(weekday),
    points: weeks.map((it) => headOf(daysOfWeek(it, weekday)[0])[1].replace(" ", "\n")),
    lines: metrics.map((metric): ReviewLine => {
      const values = weeks.map((it): ReviewCell => {
        const of = find(figuresOf(it, weekday), metric);
        const [value, said] = [rounded(of.figure), inShort(of)];
        if (value === null || said === null) return NONE;
        return { is: "number", value, text: isOfShares ? said : figures(value) };
      });
      return { name: withUnit(metric), values };
    }),
    ticks: axis.ticks.map((it) =>
      isOfShares ? { value: Number((100 * it).toFixed(3)), text: percent(it) } : { value: it, text: figures(it) },
    ),
    summary: metrics.map((it) => `${chartInWords(weeks, it, weekday)}.`).join(" "),
  };
}

/** A spreadsheet has no other place for the unit. */
function withUnit(metric: Metric): string {
  const { name } = metricWords.metric[metric];
  if (isShare(metric)) return `${name} (%)`;
  return metric === "lead_time" ? capacityWords.review.inDays(name) : name;
}

const nameOf = ({ name, location_name }: CapacityProviderView, isPlaceKnown: boolean): string =>
  isPlaceKnown ? name : `${name}, ${location_name}`;

function thirdCell(it: CapacityProviderView): ReviewCell {
  const days = it.third_next?.days ?? null;
  const text = sentence(thirdInShort(it));
  return days === null ? { is: "text", text } : { is: "number", value: days, text };
}

function heatCell(cell: CapacityCellView): { tone: ReviewTone; cell: ReviewCell } {
  const percent = filled(cell);
  const said: ReviewCell = percent === null ? NONE : { is: "number", value: percent, text: figures(percent) };
  if (cell.overbooked > 0) return { tone: "over", cell: said };
  return { tone: percent === null ? "closed" : (TONES[tone(percent)] ?? "white"), cell: said };
}

function keyOf(): ReviewKey[] {
  const { over, closed } = capacityWords.heat.legend;
  const names = tonesInWords();
  return [
    ...TONES.map((tone, nth) => ({ tone, text: names[nth] ?? "" })),
    { tone: "over", text: over },
    { tone: "closed", text: closed },
  ];
}
