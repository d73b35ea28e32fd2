import type { TemplateView } from "@bridge";
import { expect, it } from "vitest";
import { hoursInWords, lanesOf, sessionKey, sessionsOf, spansIn, usualTemplate, usualWeek, weekOf } from "./hours";

const usual = (): TemplateView => usualTemplate("chen", "2026-03-01");

it("goes from a week to sessions and back without a change", () => {
  const sessions = sessionsOf(usualWeek(), [], 2);
  expect(sessions.length).toBe(10);
  expect(weekOf(sessions)).toEqual(usualWeek());
  expect(lanesOf(sessions)).toBe(2);
});

it.each([
  ["8-12, 13-17:30", ["08:00–12:00", "13:00–17:30"]],
  ["13:00–17:00; 08:00 – 12:00", ["08:00–12:00", "13:00–17:00"]],
  ["0730-1200,12-15,18-24", ["07:30–12:00", "12:00–15:00", "18:00–24:00"]],
  ["", []],
])("reads %s", (line, spans) => {
  expect(spansIn(line)?.map((it) => `${it.from}–${it.to}`)).toEqual(spans);
});

it.each(["noon", "8", "12-8", "8-12-13", "8-12, 11-15", "8-25", "24-24"])("does not read %s", (line) => {
  expect(spansIn(line)).toBeNull();
});

it("leaves a session its visit types as long as its times stand", () => {
  const before = usual().sessions.map((it) => ({ ...it, types: ["follow-up"] }));
  const [monday, tuesday] = [1, 2].map((day) =>
    sessionsOf(["8-12, 14-17", ...usualWeek().slice(1)], before, 1).filter((it) => it.weekday === day),
  );
  expect(monday?.map((it) => it.types)).toEqual([["follow-up"], []]);
  expect(tuesday?.map((it) => it.types)).toEqual([["follow-up"], ["follow-up"]]);
});

it("leaves a session what it keeps free, and finds it by its day and times", () => {
  const kept = { release_days: 2, reserve: { percent: 25, until_days: 0 } };
  const before = usual().sessions.map((it) => (sessionKey(it) === "1 08:00 12:00" ? { ...it, ...kept } : it));
  const [morning, afternoon] = sessionsOf(usualWeek(), before, 1);
  expect(morning).toMatchObject(kept);
  expect(afternoon).toMatchObject({ release_days: null, reserve: null });
});

it("says hours with the days that share them", () => {
  expect(hoursInWords(usual())).toBe("Mon, Tue, Wed, Thu, Fri 08:00–12:00, 13:00–17:00; from 1 Mar 2026");
  const short = { ...usual(), every_n_weeks: 2, valid_to: "2026-06-30", sessions: sessionsOf(["8-12"], [], 0) };
  expect(hoursInWords(short)).toBe("Mon 08:00–12:00 every 2 weeks; from 1 Mar 2026 to 30 Jun 2026");
});
