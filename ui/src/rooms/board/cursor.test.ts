import type { VisitView } from "@bridge";
import { describe, expect, it } from "vitest";
import { type Cursor, type Step, stepped, stopAt, stopsOf } from "./cursor";
import { columnsOf, rowsOf } from "./geometry";
import { day, visit } from "./sample";

const rows = rowsOf(day([]));
const stops = (...visits: VisitView[]) =>
  columnsOf(day(visits), rows, { showClosed: false }).map((it) => stopsOf(rows, it))[0] ?? [];
const long = visit("long", 495, 540);
const busy = [long, visit("odd", 545, 560), visit("over", 545, 560, { lane: 1 })];
const columns = [stops(...busy), stops()];

const go = (from: Cursor, ...steps: Step[]) => steps.reduce((at, step) => stepped(at, step, columns), from);
const free = (column: number, minute: number): Cursor => ({ column, minute, visit: null });
const said = (cursor: Cursor) => {
  const stop = stopAt(columns[cursor.column] ?? [], cursor);
  return stop?.visit?.id ?? stop?.minute;
};

describe("stops", () => {
  it("are the visits, and the first free minute of every quarter hour", () => {
    const first = columns[0]?.slice(0, 6).map((it) => [it.row, it.minute, it.visit?.id ?? "free"]);
    expect(first).toEqual([
      [0, 480, "free"],
      [1, 495, "long"],
      [4, 540, "free"],
      [4, 545, "odd"],
      [4, 545, "over"],
      [5, 560, "free"],
    ]);
  });

  it("leave out quarter hours that are taken to the last minute", () => {
    const minutes = stops(visit("a", 480, 510)).map((it) => it.minute);
    expect(minutes.slice(0, 2)).toEqual([480, 510]);
  });

  it("leave out the time that is kept free beside a visit", () => {
    const minutes = stops(visit("a", 480, 510, { blocked_to_minute: 520 })).map((it) => it.minute);
    expect(minutes.slice(0, 3)).toEqual([480, 520, 525]);
  });

  it("keep a visit that began before the board", () => {
    expect(stops(visit("early", 450, 490))[0]).toMatchObject({ row: 0, minute: 480 });
  });
});

describe("the cursor", () => {
  it("passes a long visit in one step, and stops at each of two that share a minute", () => {
    const down = [1, 2, 3, 4, 5].map((steps) => said(go(free(0, 480), ...Array<Step>(steps).fill("down"))));
    expect(down).toEqual(["long", 540, "odd", "over", 560]);
    expect(said(go(free(0, 560), "up", "up"))).toBe("odd");
  });

  it("keeps its time when it goes sideways past a long visit and back", () => {
    expect(said(go(free(1, 525), "left"))).toBe("long");
    expect(go(free(1, 525), "left", "right")).toEqual(free(1, 525));
  });

  it("stops at the board's edges", () => {
    expect(said(go(free(0, 480), "up", "left", "rowStart", "hourUp"))).toBe(480);
    expect(go(free(0, 480), "last", "down", "right", "hourDown", "rowEnd")).toEqual(free(1, 1005));
    expect(go(free(1, 700), "first")).toEqual(free(0, 480));
  });

  it("moves an hour with PageUp and PageDown", () => {
    expect([said(go(free(1, 600), "hourDown")), said(go(free(1, 600), "hourUp"))]).toEqual([660, 540]);
    expect(said(go(free(0, 600), "hourUp"))).toBe(540);
  });

  it("follows its visit when the day is drawn anew, and stays at its time when the visit is gone", () => {
    const later = stops(visit("odd", 600, 615));
    expect(stopAt(later, { minute: 545, visit: "odd" })?.minute).toBe(600);
    expect(stopAt(stops(), { minute: 545, visit: "odd" })?.minute).toBe(540);
  });
});
