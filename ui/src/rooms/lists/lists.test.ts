import type { AppointmentStatus, WorkView } from "@bridge";
import { expect, it } from "vitest";
import { grouped } from "./lists";

const TODAY = "2026-11-24";
const row = (id: string, status: AppointmentStatus, minutes: number | null = null, date = TODAY): WorkView =>
  ({
    date,
    provider_name: "Dr Chen",
    minutes,
    visit: { id, status },
    contact: null,
    attendance: { target_minutes: id === "long" ? 30 : 60 },
  }) as unknown as WorkView;

it("puts who waits first, in the desk's order, then who is to come, then who is in a room", () => {
  const rows = [
    row("inside", "with-provider", 50),
    row("long", "arrived", 35),
    row("new", "checked-in", 5),
    row("late", "pending", 15),
    row("later", "booked"),
  ];
  const groups = grouped("arrivals", rows, TODAY);
  expect(groups.map((it) => [it.name, ...it.entries.map((entry) => entry.visit.id)])).toEqual([
    ["waiting", "long", "new"],
    ["expected", "late", "later"],
    ["inRoom", "inside"],
  ]);
  expect(
    groups
      .flatMap((it) => it.entries)
      .filter((it) => it.isOverdue)
      .map((it) => it.visit.id),
  ).toEqual(["long"]);
  const minutes = groups.flatMap((it) => it.entries).map((it) => [it.visit.id, it.late, it.waited]);
  expect(minutes).toEqual([
    ["long", null, 35],
    ["new", null, 5],
    ["late", 15, null],
    ["later", null, null],
    ["inside", null, 50],
  ]);
});

it("leaves the other lists as the desk sorted them, and tells today from other days", () => {
  const rows = [row("b", "noshow", null, "2026-11-20"), row("a", "noshow")];
  const [only] = grouped("no_shows", rows, TODAY);
  expect(only?.name).toBe("only");
  expect(only?.entries.map((it) => [it.visit.id, it.isToday, it.late, it.waited])).toEqual([
    ["b", false, null, null],
    ["a", true, null, null],
  ]);
  expect(grouped("open", [], TODAY)).toEqual([]);
});
