import type { AppointmentStatus } from "@bridge";
import { describe, expect, it } from "vitest";
import { asksWhoItIs, minutesLate, stepsOf } from "./steps";

/** What the desk allows, from its own table. */
const ALLOWED: [AppointmentStatus, AppointmentStatus[], ReturnType<typeof stepsOf>][] = [
  [
    "booked",
    ["arrived", "checked-in", "noshow", "entered-in-error"],
    { next: "arrived", others: ["checked-in", "noshow"], back: ["entered-in-error"] },
  ],
  [
    "arrived",
    ["checked-in", "roomed", "left-without-being-seen", "booked"],
    { next: "checked-in", others: ["roomed", "left-without-being-seen"], back: ["booked"] },
  ],
  [
    "with-provider",
    ["fulfilled", "left-without-being-seen", "roomed"],
    { next: "fulfilled", others: ["left-without-being-seen"], back: ["roomed"] },
  ],
  ["fulfilled", ["with-provider"], { next: null, others: [], back: ["with-provider"] }],
  ["noshow", ["booked", "arrived", "checked-in"], { next: "arrived", others: ["checked-in"], back: ["booked"] }],
  ["left-without-being-seen", ["checked-in"], { next: null, others: [], back: ["checked-in"] }],
  ["cancelled", [], { next: null, others: [], back: [] }],
];

describe("the steps of a visit", () => {
  it.each(ALLOWED)("from %s", (status, next_statuses, steps) => {
    expect(stepsOf({ status, next_statuses })).toEqual(steps);
  });

  it("asks who it is at the counter, and not again on the way back", () => {
    expect(asksWhoItIs({ status: "booked" }, "checked-in")).toBe(true);
    expect(asksWhoItIs({ status: "noshow" }, "checked-in")).toBe(true);
    expect(asksWhoItIs({ status: "roomed" }, "checked-in")).toBe(false);
    expect(asksWhoItIs({ status: "booked" }, "arrived")).toBe(false);
  });

  it("is late from the clinic's limit on, by when the patient came", () => {
    const visit = { from_minute: 540, waiting_since_minute: null };
    expect(minutesLate(visit, 555, 15)).toBeNull();
    expect(minutesLate(visit, 556, 15)).toBe(16);
    expect(minutesLate({ ...visit, waiting_since_minute: 541 }, 600, 15)).toBeNull();
    expect(minutesLate(visit, null, 15)).toBeNull();
  });
});
