import { expect, test } from "vitest";
import type { RepairOutcomeView, RepairStepView } from "@bridge";
import { movesOf, sumsOf } from "./plan";

const place = (nearness: string, handle: string) =>
  ({ outcome: "move", place: { nearness, offer: { handle } } }) as unknown as RepairOutcomeView;
const step = (id: string, outcome: RepairOutcomeView) =>
  ({ visit: { id, version: 3 }, outcome, instead: [] }) as unknown as RepairStepView;

const steps = [
  step("a", place("same_provider", "ha")),
  step("b", place("another_day", "hb")),
  step("c", { outcome: "wait", minutes: 25 }),
  step("d", { outcome: "nothing", reasons: [] }),
  step("e", place("other_room", "he")),
];

test("what is left where it is counts as that and is not written", () => {
  const none = new Set<string>();
  expect(sumsOf(steps, none)).toEqual({ moved: 2, otherDays: 1, waiting: 1, left: 0, unplaced: 1 });
  const left = new Set(["a", "c", "d"]);
  expect(sumsOf(steps, left)).toEqual({ moved: 1, otherDays: 1, waiting: 1, left: 1, unplaced: 1 });
  expect(movesOf(steps, left)).toEqual([
    { appointment: "b", version: 3, handle: "hb" },
    { appointment: "e", version: 3, handle: "he" },
  ]);
});
