import type { Measure, ReplayLimitView, ReplayRowView, ReplaySpreadView } from "@bridge";
import { fetchWords, speak, withItsWords } from "@shared/words/locale.svelte";
import { afterEach, describe, expect, it } from "vitest";
import { differenceInWords, headlineOf, limitInWords, openInWords, spreadInWords, valueInWords } from "./measures";
import { replayWords } from "./words";

const spread = (p5: number, median: number, p95: number): ReplaySpreadView => ({ p5, median, p95 });
const row = (measure: Measure, before: ReplaySpreadView, after: ReplaySpreadView, is_clear = true): ReplayRowView => ({
  measure,
  really: before.median,
  before,
  after,
  difference: spread(after.p5 - before.p5, after.median - before.median, after.p95 - before.p95),
  is_clear,
});

afterEach(() => speak("en"));

describe("a figure of a replay", () => {
  it("stands with its spread, small ones with a digit more", () => {
    expect(spreadInWords("third_next_days", spread(9.2, 12.4, 15))).toBe("12 (9–15)");
    expect(spreadInWords("third_next_days", spread(2.04, 2.46, 3))).toBe("2.5 (2.0–3.0)");
    expect(spreadInWords("utilisation", spread(69.2, 71.4, 73.1))).toBe("71% (69–73)");
    expect(spreadInWords("unmet", spread(0, 0.36, 1.2))).toBe("0.4% (0.0–1.2)");
    expect(spreadInWords("lead_median_days", spread(8, 9, 9))).toBe("9 (8–9)");
    expect(valueInWords("wait_median_minutes", 0)).toBe("0");
  });

  it("that nobody knows says so, and is no 0", () => {
    const nothing = {
      measure: "unmet",
      really: null,
      before: null,
      after: null,
      difference: null,
      is_clear: false,
    } as const;
    expect(valueInWords("unmet", null)).toBe("not known");
    expect(spreadInWords("unmet", null)).toBe("not known");
    expect(differenceInWords(nothing)).toBe("not known");
  });

  it("differs with a sign, and shares in points", () => {
    expect(differenceInWords(row("lead_p90_days", spread(20, 24, 30), spread(12, 13, 14)))).toBe("−11 (−8 to −16)");
    expect(differenceInWords(row("utilisation", spread(80, 83, 85), spread(69, 71, 73)))).toBe(
      "−12 points (−11 to −12)",
    );
    const flat = row("overtime_minutes", spread(4, 5, 6), spread(3.98, 5.02, 6.3));
    expect(differenceInWords(flat)).toBe("0.0 (0.0 to +0.3)");
    expect(differenceInWords(row("unmet", spread(0, 0, 0), spread(0, 0, 0.04)))).toBe("none");
  });

  it("is said in Spanish as well", async () => {
    speak("es");
    await withItsWords(() => fetchWords("es"), "capacity");
    expect(spreadInWords("utilisation", spread(69.2, 71.4, 73.1))).toMatch(/^71\s?% \(69 a 73\)$/);
    const sooner = row("third_next_days", spread(14, 16, 19), spread(9, 9.9, 12));
    expect(headlineOf([sooner])).toBe("Tercer horario libre 6 días antes.");
  });
});

describe("what a replay says first", () => {
  const third = row("third_next_days", spread(14, 16, 19), spread(9, 10, 12));
  const use = row("utilisation", spread(80, 83, 85), spread(69, 71, 73));
  const late = row("overtime_minutes", spread(10, 12, 14), spread(16, 18, 21));

  it("is the one or two clear differences that weigh most", () => {
    expect(headlineOf([use, late, third])).toBe("Third next available 6 days sooner; utilisation 71% instead of 83%.");
    expect(headlineOf([late])).toBe("6 minutes more overtime a day.");
  });

  it("is that there is none, where none is clear or none can be seen", () => {
    expect(headlineOf([{ ...third, is_clear: false }])).toBe(replayWords.noDifference);
    const unseen = row("utilisation", spread(70, 71.4, 73), spread(70, 71.3, 73));
    expect(headlineOf([unseen])).toBe(replayWords.noDifference);
    expect(headlineOf([])).toBe(replayWords.noDifference);
  });

  it("has words for every measure, with its size and its way", () => {
    const measures = Object.keys(replayWords.measure) as Measure[];
    const said = measures.map((it) => headlineOf([row(it, spread(30, 31, 32), spread(27, 28, 29))]));
    expect(said.filter((it) => it === replayWords.noDifference)).toEqual([]);
    expect(new Set(said).size).toBe(measures.length);
  });
});

it("says open time in hours, and that it is as before", () => {
  const view = { provider: "a", provider_name: "", first_day: "", last_day: "", runs: 200, rows: [], limits: [] };
  const open = (before: number, after: number) => openInWords({ ...view, open_minutes: { before, after } });
  expect(open(105_600, 92_400)).toBe("1,540 h open instead of 1,760 h.");
  expect(open(105_600, 105_610)).toBe("1,760 h open, as before.");
});

it("says each limit with its counts", () => {
  const limits: ReplayLimitView[] = [
    { is: "unmet_demand" },
    { is: "few_visits", visits: 812 },
    { is: "without_times", visits: 120, of: 1_000 },
  ];
  const [demand, few, times] = limits.map(limitInWords);
  expect(demand).toContain("More time may bring more patients.");
  expect(few).toBe("812 visits are few, and say little of a year.");
  expect(times).toContain("120 of 1,000 patients");
});
