import { describe, expect, it } from "vitest";
import { anchorRow, firstRow, type Step, stepped, visitAt } from "./cursor";
import { columnsOf, rowsOf } from "./geometry";
import { day, visit } from "./sample";

const shown = day([visit("long", 495, 540), visit("next", 540, 555)]);
const rows = rowsOf(shown);
const columns = columnsOf(shown, rows, false);
const go = (row: number, column: number, ...steps: Step[]) =>
  steps.reduce((at, step) => stepped(at, step, columns, rows.length), { row, column });

describe("the cursor", () => {
  it("passes a long visit in one step, both ways", () => {
    expect(go(0, 0, "down")).toEqual({ row: 1, column: 0 });
    expect(go(1, 0, "down")).toEqual({ row: 4, column: 0 });
    expect(go(3, 0, "up")).toEqual({ row: 0, column: 0 });
  });

  it("keeps its time when it goes sideways past a long visit and back", () => {
    expect(go(2, 1, "left")).toEqual({ row: 2, column: 0 });
    expect(anchorRow(columns[0], 2)).toBe(1);
    expect(go(2, 1, "left", "right")).toEqual({ row: 2, column: 1 });
  });

  it("stops at the board's edges", () => {
    const last = { row: rows.length - 1, column: 1 };
    expect(go(0, 0, "up", "left", "rowStart", "hourUp")).toEqual({ row: 0, column: 0 });
    expect(go(0, 0, "last", "down", "right", "hourDown", "rowEnd")).toEqual(last);
  });

  it("moves an hour with PageUp and PageDown", () => {
    expect(go(10, 1, "hourDown").row).toBe(14);
    expect(go(10, 1, "hourUp").row).toBe(6);
  });

  it("stands for the visit that covers it", () => {
    expect([0, 1, 3, 4, 5].map((row) => visitAt(columns[0], row)?.id ?? null)).toEqual([
      null,
      "long",
      "long",
      "next",
      null,
    ]);
  });

  it("starts at now, and at the top of another day", () => {
    expect([firstRow(rows, 557), firstRow(rows, null), firstRow(rows, 60)]).toEqual([5, 0, 0]);
  });
});
