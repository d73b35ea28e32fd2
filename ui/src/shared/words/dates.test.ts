import { afterEach, describe, expect, it, vi } from "vitest";
import {
  birthDay,
  clockTime,
  duration,
  instantIn,
  longDay,
  plusDays,
  plusMonths,
  shortDay,
  todayIn,
  wait,
  wallSpan,
  wallTime,
  weekdayName,
} from "./dates";
import { speak } from "./locale.svelte";

describe("dates in words", () => {
  it("name the month, so that no order of day and month is mistaken", () => {
    expect(longDay("2026-11-24")).toBe("Tuesday 24 November 2026");
    expect(shortDay("2026-11-24")).toBe("Tue 24 Nov");
    expect(birthDay("1980-01-02")).toBe("2 Jan 1980");
    expect(birthDay(null)).toBe("birth date unknown");
  });

  it("take the day out of a wall-clock time", () => {
    expect(longDay("2026-11-24T10:15")).toBe("Tuesday 24 November 2026");
    expect(wallTime("2026-11-24T10:15")).toBe("Tue 24 Nov 10:15");
    expect(wallTime("2026-11-24T10:15", "2026-11-24")).toBe("today 10:15");
    expect(wallSpan("2026-11-24T10:15", "2026-11-24T10:30")).toBe("Tue 24 Nov 10:15–10:30");
  });

  it("show an instant in the clinic's zone, not in this PC's", () => {
    expect(instantIn("America/New_York", "2026-11-24T03:30:00Z")).toBe("23 Nov 2026, 22:30");
    expect(instantIn("Asia/Kolkata", "2026-11-24 03:30:00")).toBe("24 Nov 2026, 09:00");
  });

  it("step over months and years", () => {
    expect([plusDays("2026-12-31", 1), plusDays("2028-03-01", -1)]).toEqual(["2027-01-01", "2028-02-29"]);
    expect([plusMonths("2027-01-31", 1), plusMonths("2027-01-31", -2)]).toEqual(["2027-02-28", "2026-11-30"]);
    // The hour that summer time takes away takes no day with it.
    expect([plusDays("2027-03-13", 1), plusDays("2027-03-27", 2)]).toEqual(["2027-03-14", "2027-03-29"]);
  });

  it("know today where the clinic is", () => {
    vi.setSystemTime("2026-11-24T03:30:00Z");
    expect([todayIn("America/New_York"), todayIn("Asia/Kolkata")]).toEqual(["2026-11-23", "2026-11-24"]);
    vi.useRealTimers();
  });

  it("say how long", () => {
    expect([duration(45), duration(120), duration(125), wait(12), wait(600)]).toEqual([
      "45 min",
      "2 h",
      "2 h 05 min",
      "12 s",
      "10 min",
    ]);
  });
});

describe("dates in Spanish", () => {
  afterEach(() => speak("en"));

  it("follow the language at once, in the clinic's zone and with the clock of the desk's own sentences", () => {
    speak("es");
    expect([longDay("2026-11-24"), shortDay("2026-11-24")]).toEqual(["martes 24 de noviembre de 2026", "mar 24 nov"]);
    expect([birthDay("1980-01-02"), birthDay(null)]).toEqual(["2 ene 1980", "fecha de nacimiento desconocida"]);
    expect(wallTime("2026-11-24T10:15", "2026-11-24")).toBe("hoy 10:15");
    expect(instantIn("America/New_York", "2026-11-24T03:30:00Z")).toBe("23 nov 2026, 22:30");
    expect([weekdayName(1), weekdayName(7)]).toEqual(["Lunes", "Domingo"]);
  });
});

it.each([
  ["9:30", "09:30"],
  ["930", "09:30"],
  ["9.30", "09:30"],
  ["14", "14:00"],
  ["1005", "10:05"],
  ["24:00", null],
  ["9:75", null],
  ["soon", null],
])("reads the time in %j", (typed, time) => {
  expect(clockTime(typed)).toBe(time);
});
