import type { ColumnView, DayView, PartView, VisitView } from "@bridge";
import { expect, it } from "vitest";
import { pagesOf } from "./sheet";

const visit = (id: string, from: number, more: Partial<VisitView> = {}): VisitView =>
  ({
    id,
    resources: ["chen"],
    status: "booked",
    from_minute: from,
    wall_start: "",
    wall_end: "",
    lane: 0,
    ...more,
  }) as VisitView;
const part = (kind: "open" | "closed", from: number, to: number, label = ""): PartView => ({
  kind,
  from_minute: from,
  to_minute: to,
  label,
  exception: null,
  exception_kind: null,
});
const column = (resource: string, parts: PartView[]): ColumnView => ({ resource, name: resource, parts }) as ColumnView;
const marks = Array.from({ length: 96 }, (_, at) => ({
  minute: at * 15,
  wall: `${String(Math.floor(at / 4)).padStart(2, "0")}:${String((at % 4) * 15).padStart(2, "0")}`,
}));
const day = (visits: VisitView[]): DayView => ({ visits, marks, day_minutes: 1440 }) as DayView;

it("has a page for each provider: visits and closed times in order, nothing that does not take place", () => {
  const columns = [column("chen", [part("open", 480, 720), part("closed", 720, 765, "Lunch")]), column("ito", [])];
  const visits = [
    visit("late", 780),
    visit("over", 600, { lane: 1 }),
    visit("first", 600),
    visit("off", 500, { status: "cancelled" }),
    visit("absent", 520, { status: "noshow" }),
    visit("shared", 840, { resources: ["chen", "ito"] }),
  ];
  const notes = [{ appointment: "late", note: "Brings the referral", alert: "", flags: [] }];
  const pages = pagesOf(day(visits), columns, notes);
  expect(pages.map((it) => [it.name, it.visits, it.lines.map((line) => line.visit?.id ?? line.closed)])).toEqual([
    ["chen", 5, ["absent", "first", "over", "Lunch", "late", "shared"]],
    ["ito", 1, ["shared"]],
  ]);
  expect(pages[0]?.lines.map((it) => it.note?.note ?? "")).toEqual(["", "", "", "", "Brings the referral", ""]);
  expect(pages[0]?.lines[3]).toMatchObject({ from: "12:00", to: "12:45" });
});

it("ends a day that is closed to its end at midnight", () => {
  const [page] = pagesOf(day([]), [column("chen", [part("closed", 725, 1440, "Away")])], []);
  expect(page?.lines).toEqual([{ minute: 725, from: "12:05", to: "24:00", visit: null, note: null, closed: "Away" }]);
});
