// What a desk says of missed visits once a practice has worked with it for years.
import type { Page } from "@playwright/test";
import type { Desk } from "./desk";

/** It takes a practice months to come to this: it is put into the desk's answer. */
export const LEARNT = {
  is: "learnt",
  is_believed: true,
  is_regression: true,
  learnt_from: 10953,
  judged_from: "2026-06-03",
  judged: 3651,
  missed: 535,
  base_rate: 0.1234,
  brier: 0.1159,
  base_brier: 0.1252,
  gain: 0.0093,
  gain_error: 0.0011,
  auc: 0.712,
  in_the_large: -0.009,
  calibration_error: 0.016,
  bins: [
    [0.035, 0.046, 0.029, 0.073],
    [0.052, 0.066, 0.045, 0.096],
    [0.07, 0.055, 0.036, 0.083],
    [0.086, 0.066, 0.045, 0.096],
    [0.105, 0.104, 0.077, 0.14],
    [0.127, 0.131, 0.1, 0.17],
    [0.154, 0.162, 0.127, 0.203],
    [0.186, 0.202, 0.164, 0.246],
    [0.234, 0.29, 0.246, 0.339],
    [0.333, 0.345, 0.298, 0.395],
  ].map(([said = 0, came = 0, at_least = 0, at_most = 0]) => ({
    visits: 365,
    missed: Math.round(365 * came),
    said,
    came,
    at_least,
    at_most,
  })),
};

async function provider(desk: Desk): Promise<{ id: string; location: string; name: string }> {
  const { resources } = await desk.call<{ resources: { id: string; name: string; kind: string; location: string }[] }>(
    "setup",
    {},
  );
  const found = resources.find((it) => it.name === "Dr Daniel Okafor");
  if (!found) throw new Error("the demo clinic has no Dr Daniel Okafor");
  return found;
}

/**
 * The desk's answer about missed visits is this one.
 * @param count so many sessions with room for one more visit
 */
export async function answered(desk: Desk, page: Page, forecast: object, count = 0): Promise<void> {
  const { id, location, name } = await provider(desk);
  const extra = Array.from({ length: count }, (_, nth) => ({
    provider: id,
    provider_name: name,
    location,
    location_name: "Riverside Clinic",
    date: `2026-11-${24 + Math.floor(nth / 2)}`,
    wall_start: nth % 2 === 0 ? "10:15" : "14:30",
    appointment_type: id,
    type_name: "Follow-up",
    booked: 9,
    expected_missed: 1.38,
    own_wait_minutes: 2.2,
    most_added_wait_minutes: 3.6,
    overtime_minutes: 0.4,
  }));
  await page.route("**/call/no_show", (route) => route.fulfill({ json: { today: "2026-11-23", forecast, extra } }));
}
