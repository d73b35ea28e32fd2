import type { CalibrationBinView, ExtraVisitView, LearntView, MissedReasonView } from "@bridge";
import { fetchWords, speak, withItsWords } from "@shared/words/locale.svelte";
import { afterEach, describe, expect, it } from "vitest";
import { calibrationInWords, calibrationOf, judgedOf, reasonsOf, sentenceOf, sessionOf, waitsOf } from "./forecast";

const bin = (it: Partial<CalibrationBinView>): CalibrationBinView => ({
  visits: 100,
  missed: 10,
  said: 0.1,
  came: 0.1,
  at_least: 0.05,
  at_most: 0.2,
  ...it,
});

const learnt = (it: Partial<LearntView>): LearntView => ({
  is_believed: true,
  is_regression: true,
  learnt_from: 10953,
  judged_from: "2026-06-03",
  judged: 3651,
  missed: 502,
  base_rate: 0.1234,
  brier: 0.11592,
  base_brier: 0.12521,
  gain: 0.00929,
  gain_error: 0.00112,
  auc: 0.7123,
  in_the_large: -0.0091,
  calibration_error: 0.0163,
  bins: [bin({ said: 0.035, came: 0.046 }), bin({ said: 0.127, came: 0.131 }), bin({ said: 0.333, came: 0.345 })],
  ...it,
});

const extra = (it: Partial<ExtraVisitView>): ExtraVisitView => ({
  provider: "chen",
  provider_name: "Dr Chen",
  location: "main",
  location_name: "Main",
  date: "2026-12-01",
  wall_start: "10:15",
  appointment_type: "follow-up",
  type_name: "Follow-up",
  booked: 9,
  expected_missed: 1.38,
  own_wait_minutes: 2.2,
  most_added_wait_minutes: 3.6,
  overtime_minutes: 0.4,
  ...it,
});

const spanish = async () => {
  speak("es");
  await withItsWords(() => fetchWords("es"), "capacity");
};

afterEach(() => speak("en"));

describe("what is known of missed visits", () => {
  it("is one sentence", async () => {
    const [none, believed, not] = [
      { is: "too_little", outcomes: 41, needed: 100 } as const,
      { is: "learnt", ...learnt({}) } as const,
      { is: "learnt", ...learnt({ is_believed: false }) } as const,
    ];
    expect(sentenceOf(none)).toBe(
      "Too little history to say anything: of 41 visits it is known whether somebody came, and 100 are needed.",
    );
    expect(sentenceOf(believed)).toBe("It tells visits apart better than the rate of everybody (12%).");
    expect(sentenceOf(not)).toBe(
      "It is no better than the rate of everybody (12%), so that rate is what is said of each visit.",
    );
    await spanish();
    expect(sentenceOf(believed)).toMatch(/^Distingue unas citas de otras mejor que la tasa de todos \(12\s?%\)\.$/);
  });

  it("is judged beside the rate of everybody", () => {
    expect(judgedOf(learnt({})).map(({ value }) => value)).toEqual([
      "0.1159; the rate of everybody 0.1252",
      "0.0093 ± 0.0011",
      "0.71",
      "0.9 points too little on average",
      "10,953 visits",
      "3,651 visits",
    ]);
    const [, , , points, from, on] = judgedOf(learnt({ in_the_large: 0.02, is_regression: false, missed: 1 }));
    expect(points).toMatchObject({
      value: "2.0 points too much on average",
      what: "By tenths of the visits it is 1.6 points off.",
    });
    expect(from?.what).toContain("too little history");
    expect(on?.what).toBe("Later ones that it had not seen, since 3 Jun 2026. 1 of them was missed.");
  });

  it("has no order where all were missed or none, and can be worse than the rate", () => {
    const lines = judgedOf(learnt({ auc: null, gain: -0.0004 }));
    expect(lines).toHaveLength(5);
    expect(lines.some((it) => it.name.includes("AUC"))).toBe(false);
    expect(lines[1]?.value).toBe("-0.0004 ± 0.0011");
    expect(judgedOf(learnt({ gain: -0.00004 }))[1]?.value).toMatch(/^0\.0000 ±/);
  });
});

describe("what was said beside what came", () => {
  it("lies on the diagonal where both are the same", () => {
    const { dots, ticks } = calibrationOf(
      [bin({ said: 0.2, came: 0.2, at_least: 0.1, at_most: 0.4 }), bin({ said: 0.1, came: 0.3 })],
      200,
    );
    expect(dots[0]).toEqual({ x: 100, y: 100, low: 150, high: 0 });
    expect(dots[1]?.y).toBeCloseTo(50);
    expect(ticks.map((it) => it.value)).toEqual([0, 0.1, 0.2, 0.3, 0.4]);
    expect(ticks.map((it) => Math.round(it.at))).toEqual([0, 50, 100, 150, 200]);
  });

  it("has an axis that holds every interval and ends at all of it", () => {
    const wide = calibrationOf([bin({ said: 0.5, came: 0.97, at_least: 0.6, at_most: 0.99 })], 100);
    expect(Math.max(...wide.ticks.map((it) => it.value))).toBe(1);
    expect(Math.min(...wide.dots.map((it) => it.high))).toBeGreaterThanOrEqual(0);
    const nothing = calibrationOf([bin({ said: 0, came: 0, at_least: 0, at_most: 0 })], 100);
    expect(nothing.dots[0]).toEqual({ x: 0, y: 100, low: 100, high: 100 });
  });

  it("is said in words by its ends", () => {
    expect(calibrationInWords(learnt({}))).toBe(
      "What was said of 3,651 visits beside what came, in 3 parts; where 3.5% was said, 4.6% were missed; where 33.3% was said, 34.5% were missed",
    );
    expect(calibrationInWords(learnt({ bins: [bin({})] }))).toBe(
      "What was said of 3,651 visits beside what came, in 1 part; where 10.0% was said, 10.0% were missed",
    );
  });
});

describe("why a visit is likelier to be missed", () => {
  it("is said in few words", async () => {
    const reasons: MissedReasonView[] = [
      { is: "booked_ahead", days: 43 },
      { is: "missed", missed: 2, of: 5 },
      { is: "weekday", weekday: 1 },
    ];
    expect(reasonsOf(reasons)).toBe("booked 43 days ahead · missed 2 of 5 · on a Monday");
    expect(reasonsOf([])).toBe("");
    await spanish();
    expect(reasonsOf(reasons)).toBe("agendada con 43 días de anticipación · faltó a 2 de 5 · cae en lunes");
  });

  it("has words for everything that it can be", () => {
    const said = (it: MissedReasonView) => reasonsOf([it]);
    expect(said({ is: "booked_ahead", days: 0 })).toBe("booked on the same day");
    expect(said({ is: "booked_ahead", days: 1 })).toBe("booked 1 day ahead");
    expect(said({ is: "first_visit" })).toBe("first visit");
    expect(said({ is: "hour", hour: 16 })).toBe("between 16:00 and 17:00");
    expect(said({ is: "of_series" })).toBe("one of a series");
    expect(said({ is: "booked_by_clinic" })).toBe("booked by the clinic");
    expect(said({ is: "appointment_type", name: "New patient" })).toBe("type New patient");
    expect(said({ is: "location", name: "Main" })).toBe("at Main");
    expect(said({ is: "provider", name: "Dr Chen" })).toBe("with Dr Chen");
    expect(said({ is: "provider", name: "" })).toBe("");
  });
});

describe("one more visit", () => {
  it("says who is expected, and what everybody waits", () => {
    expect(sessionOf(extra({}))).toBe("9 booked, 1.4 expected not to come");
    expect(waitsOf(extra({}))).toBe("2 min for this visit · at most 4 min more for anybody · under 1 min over the end");
    expect(waitsOf(extra({ own_wait_minutes: 0, overtime_minutes: 9.6 }))).toBe(
      "no wait for this visit · at most 4 min more for anybody · 10 min over the end",
    );
    expect(waitsOf(extra({ most_added_wait_minutes: 0, overtime_minutes: 0 }))).toBe(
      "2 min for this visit · nobody waits longer · ends on time",
    );
  });
});
