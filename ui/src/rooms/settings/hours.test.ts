import type { TemplateView } from "@bridge";
import { expect, it } from "vitest";
import { hoursInWords, sessionsOf, usualWeek, weekOf } from "./hours";

const template = (sessions: TemplateView["sessions"]): TemplateView => ({
  id: "t",
  version: 1,
  resource: "chen",
  name: "Weekly hours",
  valid_from: "2026-03-01",
  valid_to: null,
  every_n_weeks: 1,
  sessions,
  is_active: true,
});

it("goes from a week to sessions and back without a change", () => {
  const sessions = sessionsOf(usualWeek(), 2);
  expect(sessions.length).toBe(10);
  expect(sessionsOf(weekOf(template(sessions)) ?? [], 2)).toEqual(sessions);
});

it("leaves alone what it cannot show", () => {
  const [first] = sessionsOf(usualWeek(), 0);
  if (!first) throw new Error("the usual week has sessions");
  expect(weekOf(template([{ ...first, types: ["follow-up"] }]))).toBeNull();
  expect(weekOf(template([first, { ...first, from: "12:00" }, { ...first, from: "15:00" }]))).toBeNull();
});

it("says hours with the days that share them", () => {
  expect(hoursInWords(template(sessionsOf(usualWeek(), 0)))).toBe(
    "Mon, Tue, Wed, Thu, Fri 08:00–12:00, 13:00–17:00; from 1 Mar 2026",
  );
});
