import type {
  CapacityCellView,
  CapacityNeedView,
  CapacityWeekView,
  FigureView,
  Metric,
  MetricView,
  Unit,
} from "@bridge";
import { metricWords } from "./metrics";
import { speak, fetchWords, withItsWords } from "@shared/words/locale.svelte";
import { afterEach, describe, expect, it } from "vitest";
import { besideUsual, find, GROUPS, hasVisits, inFull, inShort, TRENDED } from "./figures";
import { cellInWords, closedDays, filled, inWords, stepped, tone } from "./heat";
import { daysOf, looking, requestOf } from "./looking.svelte";
import { aimOf, evidenceOf, sentenceOf } from "./needs";
import { chartOf, lastKnown } from "./trends";

const said = (metric: Metric, unit: Unit, figure: FigureView): MetricView => ({ metric, unit, figure });
const share = (part: number, whole: number): FigureView => ({ is: "share", part, whole });
const count = (amount: number): FigureView => ({ is: "amount", amount });
const unknown: FigureView = { is: "unknown", why: "requests_not_logged" };

afterEach(() => speak("en"));

describe("a figure", () => {
  it("says what it is made of", () => {
    expect(inFull(said("utilisation", "minutes", share(3120, 3580)))).toBe("87% (3,120 of 3,580 minutes)");
    expect(inFull(said("backfill_rate", "releases", share(1, 1)))).toBe("100% (1 of 1 time given back)");
    expect(inFull(said("lead_time", "days", { is: "spread", median: 1, p90: 21, of: 340 }))).toBe(
      "half within 1 day, nine of ten within 21 days (340 cases)",
    );
    expect(inFull(said("time_to_fill", "minutes", { is: "spread", median: 90, p90: 34962, of: 1 }))).toBe(
      "half within 90 minutes, nine of ten within 24 days (1 case)",
    );
    expect(inFull(said("average_booking_time", "seconds", { is: "mean", total: 285, of: 3 }))).toBe(
      "95 seconds on average (3 cases)",
    );
  });

  it("that is 0 is a 0, and one that nobody knows says why", () => {
    expect(inFull(said("visits", "visits", count(0)))).toBe("0 visits");
    expect(inFull(said("no_show_rate", "visits", share(0, 12)))).toBe("0% (0 of 12 visits)");
    const it = said("same_day_access", "visits", unknown);
    expect(inFull(it)).toBe("not known: requests that were turned away are not written down");
    expect(inShort(it)).toBeNull();
    // What the desk does not send is unknown too.
    expect(inFull(find([], "visits"))).toMatch(/^not known: /);
  });

  it("is said in Spanish as well", async () => {
    speak("es");
    await withItsWords(() => fetchWords("es"), "capacity");
    expect(inFull(said("utilisation", "minutes", share(3120, 3580)))).toMatch(/^87\s?% \(3,120 de 3,580 minutos\)$/);
  });

  it("leads to visits where visits are behind it", () => {
    expect(hasVisits(said("no_show_rate", "visits", share(0, 12)))).toBe(true);
    expect(hasVisits(said("visits", "visits", count(0)))).toBe(false);
    expect(hasVisits(said("unfilled_capacity", "minutes", share(10, 20)))).toBe(false);
    expect(hasVisits(said("lead_time", "days", unknown))).toBe(false);
  });

  it("stands in one group", () => {
    const listed = Object.values(GROUPS).flat();
    expect([...listed].sort()).toEqual(Object.keys(metricWords.metric).sort());
    expect(new Set(listed).size).toBe(listed.length);
  });
});

describe("a day beside what its weekday usually says", () => {
  const beside = (unit: Unit, now: FigureView, usual: FigureView) =>
    besideUsual(said("visits", unit, now), said("visits", unit, usual), "Tuesday");

  it("is told in words, counts as counts and shares in points", () => {
    expect(beside("visits", count(60), count(48))).toBe("12 visits more than usual on a Tuesday (48 visits)");
    expect(beside("visits", count(47), count(48))).toBe("1 visit fewer than usual on a Tuesday (48 visits)");
    expect(beside("visits", count(48), count(48))).toBe("As on a usual Tuesday (48 visits)");
    expect(beside("minutes", share(87, 100), share(81, 100))).toBe("6 points above the usual Tuesday (81%)");
    expect(beside("minutes", share(1, 3), share(34, 100))).toBe("1 point below the usual Tuesday (34%)");
  });

  it("says nothing where either is not known", () => {
    expect(beside("visits", unknown, count(48))).toBeNull();
    expect(beside("visits", count(48), unknown)).toBeNull();
  });
});

const cell = (it: Partial<CapacityCellView>): CapacityCellView => ({
  open: 0,
  booked: 0,
  held: 0,
  free: 0,
  past: 0,
  overbooked: 0,
  visits: 0,
  ...it,
});

describe("a cell", () => {
  it("says all that it is drawn with", () => {
    const full = cell({ open: 420, booked: 320, held: 20, free: 80, overbooked: 15, visits: 14 });
    expect(cellInWords("Dr Chen", "2026-12-01", full)).toBe(
      "Dr Chen, Tue 1 Dec: 76 percent, 320 of 420 minutes booked, 20 held, 80 free, 15 overbooked, 14 visits",
    );
    expect(inWords(cell({}))).toBe("closed");
    expect(inWords(cell({ visits: 1 }))).toBe("closed, booked outside hours, 1 visit");
  });

  it("is as deep as it is full, and no deeper where there is nothing to fill", () => {
    expect(filled(cell({ booked: 30 }))).toBeNull();
    expect([0, 24, 25, 50, 75, 90, 100].map(tone)).toEqual([0, 0, 1, 2, 3, 4, 4]);
  });

  it("is on a closed day where nobody has hours or visits", () => {
    const of = (cells: CapacityCellView[]) => ({
      provider: "p",
      name: "",
      location: "l",
      location_name: "",
      cells,
      third_next: null,
    });
    const [none, open, visit] = [cell({}), cell({ open: 60 }), cell({ visits: 1 })];
    expect(closedDays([of([none, none, none]), of([none, open, visit])], 3)).toEqual([true, false, false]);
  });

  it("is walked to by the arrows, and never out of the grid", () => {
    const from = { row: 1, column: 14 };
    expect(stepped("Right", from, 3, 15)).toEqual(from);
    expect(stepped("Left", from, 3, 15)).toEqual({ row: 1, column: 13 });
    expect(stepped("Home", from, 3, 15)).toEqual({ row: 1, column: 0 });
    expect(stepped("PageDown", from, 3, 15)).toEqual({ row: 2, column: 14 });
    expect(stepped("Ctrl+Home", from, 3, 15)).toEqual({ row: 0, column: 0 });
    expect(stepped("Tab", from, 3, 15)).toBeNull();
  });
});

describe("what is looked at", () => {
  const days = (period: typeof looking.period, today = "2026-11-23") =>
    daysOf({ period, first: "2026-10-01", last: "2026-10-31" }, today);

  it("ends yesterday, but for days of one's own", () => {
    expect(days("weeks13")).toBeNull();
    expect(days("weeks4")).toEqual(["2026-10-26", "2026-11-22"]);
    expect(days("year")).toEqual(["2026-01-01", "2026-11-22"]);
    expect(days("year", "2027-01-01")).toEqual(["2027-01-01", "2027-01-01"]);
    expect(days("own")).toEqual(["2026-10-01", "2026-10-31"]);
  });

  it("asks for all when nothing is chosen", () => {
    looking.showAll();
    const nobody = { location: null, provider: null, appointment_type: null, first_day: null, last_day: null };
    expect(requestOf(looking, () => "2026-11-23")).toEqual(nobody);
    expect(looking.isNarrowed).toBe(false);
  });
});

describe("what needs a decision", () => {
  const need = (it: Partial<CapacityNeedView>): CapacityNeedView => ({
    kind: "orphans",
    location: "main",
    location_name: "Main",
    provider: null,
    provider_name: "",
    appointment_type: null,
    type_name: "",
    day: null,
    weekday: null,
    count: 0,
    minutes: 0,
    days: null,
    share: null,
    ...it,
  });
  const chen = { provider: "chen", provider_name: "Dr Chen" };
  const all = () => true;

  it("is a sentence with its evidence", () => {
    expect(sentenceOf(need({ count: 1 }))).toBe("Main: 1 booked visit has no hours any more");
    const wait = need({
      kind: "long_wait",
      ...chen,
      type_name: "New patient",
      days: 34,
      count: 90,
      share: share(900, 1000),
    });
    expect(sentenceOf(wait)).toBe("Dr Chen, New patient: the third open time is in 34 days");
    expect(evidenceOf(wait)).toBe("900 of 1,000 minutes of the next two weeks are taken · 90 visits · Main");
    expect(sentenceOf({ ...wait, days: null })).toContain("no third time is open");
    const idle = need({ kind: "idle_session", ...chen, weekday: 2, minutes: 168, share: share(84, 420) });
    expect(sentenceOf(idle)).toBe("Dr Chen: only 20% of the hours on Tuesdays are used");
    expect(evidenceOf(idle)).toBe("84 of 420 minutes · 2 h 48 min unused on such a day · Main");
    const missed = need({ kind: "missed_often", type_name: "Physical", share: share(12, 54) });
    expect(sentenceOf(missed)).toBe("Physical: 22% of the visits are missed");
    expect(evidenceOf(missed)).toBe("12 of 54 visits · Main");
    const gaps = need({ kind: "gaps_and_waiting", day: "2026-12-01", minutes: 540, count: 6 });
    expect(sentenceOf(gaps)).toBe("Main, Tue 1 Dec: 6 people are on the waitlist, and 9 h are free");
    const over = need({ kind: "overbooked_day", ...chen, day: "2026-12-01", minutes: 40, count: 14 });
    expect(sentenceOf(over)).toBe("Dr Chen, Tue 1 Dec: 40 minutes are booked on top of others, more than what is free");
  });

  it("leads to where it is decided, and nobody where they may not", () => {
    expect(aimOf(need({}), all)).toEqual({ to: "list", location: "main", list: "without_hours" });
    expect(aimOf(need({ kind: "gaps_and_waiting" }), all)).toMatchObject({ list: "waitlist" });
    expect(aimOf(need({ kind: "missed_often" }), all)).toMatchObject({ list: "unconfirmed" });
    const day = need({ kind: "held_on_full_day", ...chen, day: "2026-12-01" });
    const column = { resource: "chen", wall: null };
    expect(aimOf(day, all)).toEqual({ to: "day", location: "main", date: "2026-12-01", column });
    const idle = need({ kind: "idle_session", ...chen, weekday: 2 });
    expect(aimOf(idle, all)).toEqual({ to: "hours", provider: "chen", weekday: 2 });
    expect(aimOf(idle, (it) => it !== "edit_setup")).toBeNull();
    const wait = need({ kind: "long_wait", ...chen, appointment_type: "new" });
    expect(aimOf(wait, all)).toEqual({ to: "extra", provider: "chen", type: "new" });
    expect(aimOf(wait, (it) => it !== "block_time")).toBeNull();
    expect(aimOf(day, (it) => it !== "view_day")).toBeNull();
  });
});

describe("a trend", () => {
  const week = (utilisation: FigureView): CapacityWeekView => ({
    monday: "2026-11-16",
    whole: [said("utilisation", "minutes", utilisation)],
    days: Array.from({ length: 7 }, (_, nth) => [said("visits", "visits", count(nth))]),
  });
  const size = { width: 100, height: 50 };

  it("has a gap where a week is not known, and never draws it as 0", () => {
    const weeks = [share(1, 2), share(1, 2), unknown, share(1, 1), share(1, 1), share(1, 2)].map(week);
    const chart = chartOf(weeks, "utilisation", 0, size);
    expect(chart.points.map((it) => it?.y ?? null)).toEqual([25, 25, null, 0, 0, 25]);
    expect(chart.path.match(/M/g)).toHaveLength(2);
    expect(chart.soFar).toBe("M80,0L100,25");
    expect(lastKnown(chart.points)).toBe(5);
    expect(Math.max(...chart.ticks.map((it) => it.value))).toBe(1);
  });

  it("compares a weekday with itself", () => {
    const chart = chartOf([week(unknown), week(unknown)], "visits", 3, size);
    expect(chart.points.map((it) => it?.y)).toEqual([0, 0]);
    expect(chartOf([week(unknown)], "utilisation", 0, size)).toMatchObject({ path: "", soFar: "", points: [null] });
    expect(lastKnown([null])).toBe(-1);
  });

  it("follows figures that are explained", () => {
    expect(TRENDED.every((it) => metricWords.metric[it].what !== "")).toBe(true);
  });
});
