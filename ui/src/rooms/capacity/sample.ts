// Capacity of a made-up clinic with two providers, for tests.
import type { CapacityCellView, CapacityView, FigureView, Metric, MetricView, Unit } from "@bridge";

const said = (metric: Metric, unit: Unit, figure: FigureView): MetricView => ({ metric, unit, figure });
const share = (part: number, whole: number): FigureView => ({ is: "share", part, whole });
const unknown: FigureView = { is: "unknown", why: "nothing" };
const cell = (it: Partial<CapacityCellView>): CapacityCellView => ({
  ...{ open: 0, booked: 0, held: 0, free: 0, past: 0, overbooked: 0, visits: 0 },
  ...it,
});

const FIGURES = [
  said("utilisation", "minutes", share(31_200, 35_800)),
  said("no_show_rate", "visits", share(0, 1234)),
  said("visits", "visits", { is: "amount", amount: 1234 }),
  said("lead_time", "days", { is: "spread", median: 6, p90: 21, of: 1234 }),
  said("overbooked", "minutes", { is: "amount", amount: 155 }),
  said("same_day_access", "visits", { is: "unknown", why: "requests_not_logged" }),
];
const DAY = [said("visits", "visits", { is: "amount", amount: 48 }), said("completion_rate", "visits", share(12, 14))];
const week = (monday: string, utilisation: FigureView) => ({
  monday,
  whole: [
    said("utilisation", "minutes", utilisation),
    said("no_show_rate", "visits", share(2, 25)),
    said("visits", "visits", { is: "amount" as const, amount: 1200 }),
    said("lead_time", "days", { is: "spread" as const, median: 6, p90: 21, of: 9 }),
  ],
  days: Array.from({ length: 7 }, (_, nth) => [said("visits", "visits", { is: "amount" as const, amount: nth })]),
});
const provider = (name: string, location: string, cells: CapacityCellView[], days: number | null) => ({
  ...{ provider: name, name, location, location_name: location, cells },
  third_next: { type_name: "Follow-up", days },
});

export const VIEW: CapacityView = {
  today: "2026-11-27",
  wall_now: "2026-11-27T07:42",
  first_day: "2026-08-28",
  last_day: "2026-11-26",
  figures: FIGURES,
  of_today: DAY,
  of_yesterday: [],
  usual: [said("visits", "visits", { is: "amount", amount: 36 })],
  ahead: ["2026-11-27", "2026-11-28", "2026-11-29"],
  providers: [
    provider("Dr Chen", "North", [cell({ open: 400, booked: 100, free: 300 }), cell({}), cell({ visits: 1 })], 3),
    provider("Dr Diaz", "Port", [cell({ open: 60, booked: 60, overbooked: 10 }), cell({}), cell({ open: 60 })], null),
  ],
  weeks: [week("2026-11-16", unknown), week("2026-11-23", share(87, 100))],
  needs: [
    {
      ...{ kind: "orphans", location: "n", location_name: "North", provider: null, provider_name: "" },
      ...{
        appointment_type: null,
        type_name: "",
        day: null,
        weekday: null,
        count: 1,
        minutes: 0,
        days: null,
        share: null,
      },
    },
  ],
};
