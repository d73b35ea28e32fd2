import { describe, expect, it } from "vitest";
import { columnsOf, drawnEnd, inLanes, partAt, rowAt, rowsOf, wallAt } from "./geometry";
import { column, day, visit } from "./sample";

const lanes = (...visits: ReturnType<typeof visit>[]) =>
  inLanes(visits).map((it) => [it.visit.id, it.lane, it.lanes] as const);

describe("rows", () => {
  it("are the quarter hours between the day's first and last minute", () => {
    const rows = rowsOf(day([]));
    expect([rows.length, rows[0]?.wall, rows.at(-1)?.wall]).toEqual([36, "08:00", "16:45"]);
  });

  it("follow the marks through a change of clocks", () => {
    const marks = [
      { minute: 90, wall: "01:30" },
      { minute: 105, wall: "01:45" },
      { minute: 120, wall: "01:00" },
      { minute: 135, wall: "01:15" },
    ];
    const rows = rowsOf(day([], { marks, from_minute: 90, to_minute: 150, day_minutes: 1500 }));
    expect(rows.map((row) => row.wall)).toEqual(["01:30", "01:45", "01:00", "01:15"]);
  });

  it("hold every minute between them", () => {
    const rows = rowsOf(day([]));
    expect([479, 480, 494, 495, 1019, 5000].map((minute) => rowAt(rows, minute))).toEqual([-1, 0, 0, 1, 35, 35]);
  });
});

describe("lanes", () => {
  it("give a visit on its own the whole width", () => {
    expect(lanes(visit("a", 480, 495), visit("b", 495, 510))).toEqual([
      ["a", 0, 1],
      ["b", 0, 1],
    ]);
  });

  it("put overlapping visits side by side, the ordinary book first", () => {
    expect(lanes(visit("over", 480, 495, { lane: 1 }), visit("a", 480, 495))).toEqual([
      ["a", 0, 2],
      ["over", 1, 2],
    ]);
  });

  it("share one width among a chain of overlaps and start anew after it", () => {
    const chain = lanes(visit("a", 480, 510), visit("b", 495, 540), visit("c", 510, 525), visit("d", 540, 555));
    expect(chain).toEqual([
      ["a", 0, 2],
      ["b", 1, 2],
      ["c", 0, 2],
      ["d", 0, 1],
    ]);
  });

  it("never draw two visits of one lane on top of each other, however they overlap", () => {
    const starts = Array.from({ length: 60 }, (_, at) => 480 + ((at * 37) % 300));
    const placed = inLanes(starts.map((from, at) => visit(String(at), from, from + 5 + ((at * 13) % 45))));
    for (const a of placed)
      for (const b of placed)
        if (a !== b && a.lane === b.lane)
          expect(drawnEnd(a.visit) <= b.visit.from_minute || drawnEnd(b.visit) <= a.visit.from_minute).toBe(true);
    expect(placed.every((it) => it.lane < it.lanes)).toBe(true);
  });

  it("keep a visit of five minutes apart from the next, because it is drawn longer", () => {
    expect(lanes(visit("a", 480, 485), visit("b", 485, 500))).toEqual([
      ["a", 0, 2],
      ["b", 1, 2],
    ]);
  });
});

describe("columns", () => {
  it("take the visits of their resource, a room's among them", () => {
    const shown = day([visit("a", 480, 495, { resources: ["chen", "room"] })], { columns: [column("room", "Room 1")] });
    expect(columnsOf(shown, rowsOf(shown), { showClosed: false })[0]?.placed.map((it) => it.visit.id)).toEqual(["a"]);
  });

  it("leave no visit out: one without a column gets a column of its own", () => {
    const shown = day([visit("lost", 480, 495, { provider: null, resources: ["elsewhere"] })]);
    const columns = columnsOf(shown, rowsOf(shown), { showClosed: false });
    expect(columns.map((it) => [it.resource, it.placed.length])).toEqual([
      ["chen", 0],
      ["ito", 0],
      [null, 1],
    ]);
  });

  it("show cancelled visits only when asked to, and no-shows always", () => {
    const visits = [visit("x", 480, 495, { status: "cancelled" }), visit("n", 510, 525, { status: "noshow" })];
    const shown = day(visits);
    const ids = (all: boolean) =>
      columnsOf(shown, rowsOf(shown), { showClosed: all })[0]?.placed.map((it) => it.visit.id);
    expect([ids(false), ids(true)]).toEqual([["n"], ["x", "n"]]);
  });

  it("know which visits touch a row, also those that began in a row above", () => {
    const shown = day([visit("long", 490, 530)]);
    const byRow = columnsOf(shown, rowsOf(shown), { showClosed: false })[0]?.byRow.map((row) => row.length);
    expect(byRow?.slice(0, 5)).toEqual([1, 1, 1, 1, 0]);
  });

  it("draw a visit that began before the board's first row at the top", () => {
    const shown = day([visit("early", 450, 500)]);
    expect(columnsOf(shown, rowsOf(shown), { showClosed: false })[0]?.placed[0]?.row).toBe(0);
  });
});

it("finds the part of a column's day, none outside hours", () => {
  const view = column("chen", "Dr Chen");
  expect([479, 480, 720, 779, 1020].map((minute) => partAt(view, minute)?.label ?? null)).toEqual([
    null,
    "",
    "Lunch",
    "Lunch",
    null,
  ]);
});

it("draws a block over the hours that it closes, and over a longer absence", () => {
  const part = (kind: "open" | "closed", from: number, to: number, label: string) => ({
    kind,
    from_minute: from,
    to_minute: to,
    label,
    exception: null,
    exception_kind: null,
  });
  const parts = [part("closed", 600, 660, "Drill"), part("open", 480, 1020, ""), part("closed", 0, 1440, "Away")];
  const view = column("chen", "Dr Chen", { parts });
  expect([630, 500].map((minute) => partAt(view, minute)?.label)).toEqual(["Drill", "Away"]);
});

it("says a minute as wall-clock time", () => {
  expect([wallAt(day([]), 617), wallAt(day([]), 600)]).toEqual(["10:17", "10:00"]);
});
