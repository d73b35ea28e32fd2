// A room that is readied between visits, and a provider who works at two locations: set in the settings, seen on the
// board, said where a time is asked for.
import type { Locator, Page } from "@playwright/test";
import { type Desk, expect, openSettings, test } from "./desk";
import { register } from "./patients";

interface Named {
  id: string;
  name: string;
}

interface Setup {
  locations: (Named & { version: number })[];
  resources: (Named & { location: string; kind: string })[];
  appointment_types: Named[];
}

interface Offer {
  handle: string;
  wall_start: string;
  wall_end: string;
}

const ZELDA = { family: "Zabriskie", given: "Zelda", birth: "1980-01-02" };
const SATURDAY = "2026-11-28";

const setup = (desk: Desk) => desk.call<Setup>("setup", {});
const dialog = (page: Page) => page.getByRole("dialog");

async function put(desk: Desk, command: string, record: object): Promise<string> {
  const { result } = await desk.call<{ result: Named }>(command, { id: null, version: null, ...record });
  return result.id;
}

const resource = (location: string, kind: string, name: string) => ({
  location,
  kind,
  name,
  initials: "",
  specialty: "",
  identifier: "",
  position: 90,
  is_active: true,
});

/** A follow-up by another name, with other needs. */
async function aType(desk: Desk, name: string, needs: object[]): Promise<string> {
  const usual = (await setup(desk)).appointment_types.find((it) => it.name === "Follow-up");
  return put(desk, "put_appointment_type", { ...usual, id: null, version: null, name, needs });
}

/** Somebody else has the last time that is found. */
async function booked(desk: Desk, wanted: object): Promise<Offer> {
  const { offers } = await desk.call<{ offers: Offer[] }>("find_offers", { limit: 500, ...wanted });
  const last = offers.at(-1);
  if (!last) throw new Error("nothing is free");
  const patient = await register(desk, { family: "Abernathy", given: "Bo", birth: "1971-01-30" });
  const request = { handle: last.handle, patient, requested_by: { who: "patient" } };
  await desk.call("book", { ...request, note: null, reminder: null, instead_of: null, overbook_reason: null });
  return last;
}

async function save(page: Page): Promise<void> {
  await dialog(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog(page)).toHaveCount(0);
}

async function goTo(page: Page, board: Locator, date: string): Promise<void> {
  await page.keyboard.press("Control+1");
  await board.waitFor();
  await page.keyboard.press("Control+g");
  await page.keyboard.type(date);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(date);
}

test("a room is readied between two visits, and says so where it is asked for", async ({ desk, board, page }) => {
  const { locations } = await setup(desk);
  const location = locations[0]?.id ?? "";
  const room = await put(desk, "put_resource", resource(location, "room", "Cast room"));
  const needs = [
    { kind: "provider", any_of: [], from_minute: 0, minutes: 0 },
    { kind: "room", any_of: [room], from_minute: 0, minutes: 0 },
  ];
  const cast = await aType(desk, "Cast", needs);
  await register(desk, ZELDA);

  await expect(board).toBeVisible();
  await openSettings(page, "Rooms and equipment");
  await page.getByRole("button", { name: "Change Cast room" }).click();
  await dialog(page).getByLabel("Minutes between two visits").fill("300");
  await dialog(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog(page).getByLabel("Minutes between two visits")).toBeFocused();
  await dialog(page).getByLabel("Minutes between two visits").fill("45");
  await save(page);
  await expect(page.getByRole("row", { name: /Cast room/ })).toContainText("45 min between visits");

  const day = "2026-11-24";
  const visit = await booked(desk, { location, appointment_type: cast, from: day, until: day });
  await goTo(page, board, "24 Nov");
  await page.getByRole("radio", { name: "Rooms" }).check();
  const kept = board.getByRole("gridcell", { name: `${visit.wall_end.slice(11)}, Cast room, changeover` });
  await kept.click();
  await page.keyboard.type("zabr");
  await expect(page.getByRole("option", { name: /Zabriskie, Zelda/ })).toBeVisible();
  await page.keyboard.press("Enter");
  const region = page.getByRole("region", { name: "Book a visit" });
  await region.getByLabel("Visit type").selectOption({ label: "Cast · 20 min" });
  await expect(region.getByText(/^Cast room is readied between two visits \d\d:\d\d–\d\d:\d\d\.$/)).toBeVisible();
});

test("a provider who works at two locations is at one of them at a time", async ({ desk, board, page }) => {
  const { locations, resources } = await setup(desk);
  const [main] = locations;
  const [chen, other] = resources.filter((it) => it.kind === "provider" && it.location === main?.id);
  if (!main || !chen || !other) throw new Error("a clinic without anybody");
  const eastside = await put(desk, "put_location", { ...main, id: null, version: null, name: "Eastside" });
  const there = await put(desk, "put_resource", resource(eastside, "provider", `${chen.name} (Eastside)`));
  const session = { weekday: 6, from: "09:00", to: "12:00", types: [], overbook_lanes: 0 };
  const template = { resource: there, name: "", valid_from: "2026-11-01", valid_to: null, every_n_weeks: 1 };
  await put(desk, "put_template", { ...template, sessions: [session], is_active: true });
  const extra = { location: main.id, kind: "extra_session", first_day: SATURDAY, reason: "Saturday clinic" };
  await desk.call("block_time", { ...extra, resource: chen.id, from: "12:00", to: "14:00" });
  await desk.call("block_time", { ...extra, resource: other.id, from: "09:00", to: "12:00" });
  await register(desk, ZELDA);

  await expect(board).toBeVisible();
  await openSettings(page, "Locations");
  await page.getByLabel(/^(Riverside Clinic – Eastside|Eastside – Riverside Clinic)$/).fill("30");
  await page.keyboard.press("Enter");
  await expect(page.getByText("The minutes between locations are saved.").first()).toBeVisible();
  await openSettings(page, "Providers and hours");
  await page.getByRole("button", { name: `Change ${chen.name} (Eastside)` }).click();
  await dialog(page)
    .getByLabel("The same person as")
    .selectOption({ label: `${chen.name}, ${main.name}` });
  await save(page);
  await expect(page.getByRole("row", { name: /\(Eastside\)/ })).toContainText(`Also works at ${main.name}`);

  const talk = await aType(desk, "Talk", [{ kind: "provider", any_of: [], from_minute: 0, minutes: 0 }]);
  const visit = await booked(desk, { location: eastside, appointment_type: talk, from: SATURDAY, until: SATURDAY });
  expect(visit.wall_end).toBe(`${SATURDAY}T12:00`);
  await goTo(page, board, "28 Nov");
  await expect(board.getByRole("gridcell", { name: `11:45, ${chen.name}, at Eastside` })).toBeVisible();
  await board.getByRole("gridcell", { name: `12:00, ${chen.name}, on the way, Eastside` }).click();
  await page.keyboard.type("zabr");
  await expect(page.getByRole("option", { name: /Zabriskie, Zelda/ })).toBeVisible();
  await page.keyboard.press("Enter");
  const region = page.getByRole("region", { name: "Book a visit" });
  await region.getByLabel("Visit type").selectOption({ label: "Talk · 20 min" });
  await expect(
    region.getByText(`${chen.name} is at Eastside until 12:00 and needs 30 minutes to get here.`),
  ).toBeVisible();
  const possible = region.getByRole("list", { name: "What would make it possible" }).getByRole("button");
  await expect(possible.filter({ hasText: "overbook" })).toHaveCount(0);
  await possible.filter({ hasText: "12:30" }).click();
  await region.getByRole("button", { name: "Book", exact: true }).click();
  await expect(region).toBeHidden();
  await expect(board.getByRole("gridcell", { name: /^12:30, .*Zabriskie, Zelda/ })).toBeVisible();
});
