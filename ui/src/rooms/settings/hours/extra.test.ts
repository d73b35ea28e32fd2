import type { ClosureView, ResourceView, SetupView, TemplateView } from "@bridge";
import { expect, it } from "vitest";
import { nextExtra } from "./extra";
import { sessionsOf } from "./hours";

const chen = { id: "chen", location: "main" } as ResourceView;
/** A Monday. */
const TODAY = "2026-11-23";

const hours = (week: string[], more: Partial<TemplateView> = {}): TemplateView => ({
  id: "t",
  version: null,
  resource: "chen",
  name: "",
  valid_from: "2026-01-05",
  valid_to: null,
  every_n_weeks: 1,
  sessions: sessionsOf(week, [], 1),
  is_active: true,
  ...more,
});
const closure = (more: Partial<ClosureView>): ClosureView => ({
  exception: "x",
  location: "main",
  resource: "chen",
  kind: "time_off",
  first_day: "2026-11-25",
  last_day: "2026-11-25",
  hours: null,
  reason: "",
  ...more,
});
const next = (templates: TemplateView[], closures: ClosureView[] = []) => {
  const { day, from, to } = nextExtra({ templates, closures } as unknown as SetupView, chen, TODAY);
  return [day, from, to];
};

it("is behind the last session of the next day on which the provider is in", () => {
  expect(next([hours(["8-12", "", "8-12, 13-17:30"])])).toEqual(["2026-11-25", "17:30", "19:30"]);
  expect(next([hours(["8-12"])])).toEqual(["2026-11-30", "12:00", "14:00"]);
  expect(next([hours(["", "", "8-12"]), hours(["", "", "14-16"])])).toEqual(["2026-11-25", "16:00", "18:00"]);
});

it("leaves out days that are closed, full to the night, or not of these hours", () => {
  const week = hours(["", "", "8-12", "9-11"]);
  expect(next([week], [closure({})])[0]).toBe("2026-11-26");
  expect(next([week], [closure({ resource: null, kind: "holiday" })])[0]).toBe("2026-11-26");
  expect(next([week], [closure({ resource: "silva" })])[0]).toBe("2026-11-25");
  expect(next([week], [closure({ hours: { from: "08:00", to: "09:00" } })])[0]).toBe("2026-11-25");
  expect(next([hours(["", "", "14-23", "9-11"])])[0]).toBe("2026-11-26");
  expect(next([hours(["", "", "8-12"], { valid_to: "2026-11-24" })])).toEqual([null, "", ""]);
  expect(next([hours(["", "", "8-12"], { every_n_weeks: 2, valid_from: "2026-11-16" })])[0]).toBe("2026-12-02");
  expect(next([hours(["", "", "8-12"], { is_active: false })])[0]).toBeNull();
});

it("is behind an extra session that there is already", () => {
  const extra = closure({ kind: "extra_session", hours: { from: "12:00", to: "14:00" } });
  expect(next([hours(["", "", "8-12"])], [extra])).toEqual(["2026-11-25", "14:00", "16:00"]);
});
