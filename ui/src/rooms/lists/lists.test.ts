import type { DayView, VisitView } from "@bridge";
import { describe, expect, it } from "vitest";
import { type Days, type ListName, listOf } from "./lists";

const visit = (id: string, from: number, more: Partial<VisitView> = {}): VisitView =>
  ({
    id,
    patient_name: id,
    provider: "chen",
    status: "booked",
    confirmation: "not_asked",
    from_minute: from,
    to_minute: from + 30,
    waiting_since_minute: null,
    ...more,
  }) as VisitView;

const TODAY = "2026-11-24";
const day = (date: string, ...visits: VisitView[]): DayView =>
  ({ date, today: TODAY, columns: [{ resource: "chen", name: "Dr Chen" }], visits }) as DayView;

const days = (more: Partial<Days>): Days => ({ today: null, next: null, before: null, now: 600, ...more });
const shown = (name: ListName, of: Days) =>
  listOf(name, of).map((group) => [group.name, ...group.entries.map((it) => it.visit.id)]);

describe("arrivals", () => {
  const today = day(
    TODAY,
    visit("later", 660),
    visit("late", 585, { status: "pending" }),
    visit("new", 590, { status: "checked-in", waiting_since_minute: 595 }),
    visit("long", 570, { status: "arrived", waiting_since_minute: 565 }),
    visit("inside", 540, { status: "with-provider" }),
    visit("gone", 480, { status: "fulfilled" }),
    visit("off", 480, { status: "cancelled" }),
  );

  it("has who waits longest first, then who is to come by time, then who is in a room", () => {
    expect(shown("arrivals", days({ today }))).toEqual([
      ["waiting", "long", "new"],
      ["expected", "late", "later"],
      ["inRoom", "inside"],
    ]);
  });

  it("says how late and how long, with whom", () => {
    const all = listOf("arrivals", days({ today })).flatMap((it) => it.entries);
    expect(all.map((it) => [it.visit.id, it.late, it.waited, it.provider])).toEqual([
      ["long", null, 35, "Dr Chen"],
      ["new", null, 5, "Dr Chen"],
      ["late", 15, null, "Dr Chen"],
      ["later", null, null, "Dr Chen"],
      ["inside", null, null, "Dr Chen"],
    ]);
  });
});

it("who has not confirmed is listed for the next working day, and leaves the list by confirming", () => {
  const next = day("2026-11-25", visit("b", 600, { confirmation: "asked" }), visit("a", 480), visit("c", 500));
  expect(shown("unconfirmed", days({ next }))).toEqual([["only", "a", "c", "b"]]);
  const confirmed = day(
    "2026-11-25",
    visit("a", 480, { confirmation: "confirmed" }),
    visit("d", 500, { status: "cancelled" }),
  );
  expect(shown("unconfirmed", days({ next: confirmed }))).toEqual([]);
});

it("who did not come is listed for today and for the working day before", () => {
  const absent = { status: "noshow" } as const;
  const of = days({
    today: day(TODAY, visit("a", 480, absent), visit("b", 540)),
    before: day("2026-11-20", visit("z", 900, absent)),
  });
  expect(shown("noshows", of)).toEqual([["only", "a", "z"]]);
});

it("a visit is still open when its time is over and nobody said how it ended, also from the day before", () => {
  const today = day(
    TODAY,
    visit("over", 540),
    visit("now", 590),
    visit("room", 480, { status: "roomed" }),
    visit("done", 480, { status: "fulfilled" }),
    visit("left", 480, { status: "left-without-being-seen" }),
  );
  const before = day(
    "2026-11-23",
    visit("yesterday", 990, { status: "arrived" }),
    visit("absent", 480, { status: "noshow" }),
  );
  expect(shown("open", days({ today, before }))).toEqual([["only", "yesterday", "room", "over"]]);
});
