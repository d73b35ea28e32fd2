import { expect, it } from "vitest";
import { axisTo, pathOf } from "./axis";

it.each([
  [0, 3, [0, 0.5, 1]],
  [0.87, 3, [0, 0.5, 1]],
  [0.0734, 4, [0, 0.02, 0.04, 0.06, 0.08]],
  [0.29, 3, [0, 0.1, 0.2, 0.3]],
  [9, 3, [0, 5, 10]],
  [4321, 3, [0, 2000, 4000, 6000]],
  [120_000, 3, [0, 50_000, 100_000, 150_000]],
])("an axis that holds %s in about %s steps has round values", (most, count, ticks) => {
  expect(axisTo(most, count)).toEqual({ top: ticks.at(-1), ticks });
});

it("an axis of shares ends at all of them", () => {
  expect(axisTo(1, 4, 1)).toEqual({ top: 1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] });
  expect(axisTo(1.2, 3, 1).top).toBe(1);
});

it("a line has a piece for each side of a gap", () => {
  expect(pathOf([{ x: 0, y: 1 }, { x: 1.23456, y: 2 }, null, { x: 3, y: 4 }])).toBe("M0,1L1.235,2M3,4");
  expect(pathOf([null])).toBe("");
});
