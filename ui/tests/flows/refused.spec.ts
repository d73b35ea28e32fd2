// A time that the desk refuses: what would make it possible, taken by keys, in the booking form and on the move.
import type { Locator, Page } from "@playwright/test";
import { type Desk, expect, focused, freeHour, test } from "./desk";
import { Keyboard, reach } from "./keyboard";
import { register } from "./patients";

const ZELDA = { family: "Zabriskie", given: "Zelda", birth: "1980-01-02" };

interface Offered {
  handle: string;
  provider: string;
  provider_name: string;
  wall_start: string;
}

/** The first time for a follow-up, tomorrow or later, and where. */
async function firstTime(desk: Desk): Promise<Offered & { location: string }> {
  const setup = await desk.call<{ locations: { id: string }[]; appointment_types: { id: string; name: string }[] }>(
    "setup",
    {},
  );
  const location = setup.locations[0]?.id ?? "";
  const appointment_type = setup.appointment_types.find((it) => it.name === "Follow-up")?.id;
  const wanted = { location, appointment_type, from: "2026-11-24", limit: 1 };
  const { offers } = await desk.call<{ offers: Offered[] }>("find_offers", wanted);
  if (!offers[0]) throw new Error("nothing is free");
  return { ...offers[0], location };
}

/** That time, taken by somebody else. */
async function taken(desk: Desk): Promise<Offered> {
  const time = await firstTime(desk);
  const patient = await register(desk, { family: "Abernathy", given: "Bo", birth: "1971-01-30" });
  const request = { handle: time.handle, patient, requested_by: { who: "patient" } };
  await desk.call("book", { ...request, note: null, reminder: null, instead_of: null, overbook_reason: null });
  return time;
}

/** Asks for exactly that time of that provider. */
async function ask(region: Locator, at: Offered): Promise<void> {
  const page = region.page();
  await region.getByRole("combobox", { name: "Provider" }).selectOption({ label: at.provider_name });
  const [year = "", month = "", date = ""] = at.wall_start.slice(0, 10).split("-");
  await region.getByLabel("From day").click();
  await page.keyboard.type(`${month}${date}${year}`);
  await region.getByLabel("At", { exact: true }).fill(at.wall_start.slice(11));
  await page.keyboard.press("Enter");
}

async function startBooking(page: Page): Promise<Locator> {
  await page.keyboard.press("Control+b");
  await page.keyboard.type("zabr");
  await expect(page.getByRole("option", { name: /Zabriskie, Zelda/ })).toBeVisible();
  await page.keyboard.press("Enter");
  const region = page.getByRole("region", { name: "Book a visit" });
  await region.getByLabel("Visit type").selectOption({ label: "Follow-up · 20 min" });
  return region;
}

const possible = (region: Locator) =>
  region.getByRole("list", { name: "What would make it possible" }).getByRole("button");

/** The first change that is no overbook, and the time that it says. */
async function ordinary(region: Locator): Promise<{ button: Locator; time: string }> {
  const button = possible(region)
    .filter({ hasNotText: "As an overbook" })
    .filter({ hasNotText: /Extra session|Take back/ })
    .first();
  const name = (await button.getAttribute("aria-label")) ?? "";
  return { button, time: /\d\d:\d\d/.exec(name)?.[0] ?? "" };
}

const nextVisits = async (desk: Desk, patient: string) => {
  const card = await desk.call<{ next_visits: { visit: { wall_start: string } }[] }>("patient_card", { patient });
  return card.next_visits.map((it) => it.visit.wall_start);
};

test("a taken time that was typed is booked by the nearest change, from the keyboard", async ({
  desk,
  board,
  page,
}) => {
  const zelda = await register(desk, ZELDA);
  const at = await taken(desk);
  await expect(board).toBeVisible();
  const region = await startBooking(page);
  await ask(region, at);
  await expect(region.getByText(new RegExp(`${at.provider_name} is booked`))).toBeVisible();
  const { button, time } = await ordinary(region);
  // An overbook asks for its reason and has the focus for that.
  if (await region.getByLabel("Reason for the overbook").isVisible()) await reach(page, button, "Shift+Tab");
  await expect(button).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(button).toHaveAttribute("aria-pressed", "true");
  await expect(region.getByRole("button", { name: "Book", exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(region).toBeHidden();
  expect(await nextVisits(desk, zelda)).toEqual([time]);
});

test("what the desk blocked is taken back by one digit, and the time is then booked", async ({ desk, board, page }) => {
  const zelda = await register(desk, ZELDA);
  const at = await firstTime(desk);
  const day = at.wall_start.slice(0, 10);
  const block = { kind: "block", first_day: day, last_day: null, from: null, to: null, reason: "Inventory" };
  await desk.call("block_time", { location: at.location, resource: at.provider, ...block });
  await expect(board).toBeVisible();
  const region = await startBooking(page);
  await ask(region, at);
  await expect(region.getByText(/is not available .+: Inventory\.$/)).toBeVisible();
  const unblock = possible(region).filter({ hasText: "Take back the block “Inventory”" });
  await expect(possible(region).first()).toBeFocused();
  await page.keyboard.press((await unblock.getAttribute("aria-keyshortcuts")) ?? "");
  await expect(region.getByRole("button", { name: "Book", exact: true })).toBeFocused();
  await expect(page.getByRole("button", { name: /^Undo: / })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(region).toBeHidden();
  expect(await nextVisits(desk, zelda)).toEqual([at.wall_start.slice(11)]);
});

test("a time without hours becomes an extra session whose fields are filled in", async ({ desk, board, page }) => {
  await register(desk, ZELDA);
  const at = { ...(await firstTime(desk)), wall_start: "2026-11-29T03:00" };
  await expect(board).toBeVisible();
  const region = await startBooking(page);
  await ask(region, at);
  await expect(possible(region).first()).toBeFocused();
  await page.keyboard.press("1");
  const dialog = page.getByRole("dialog", { name: "Open time" });
  await expect(dialog.getByLabel("Reason, shown on the board")).toHaveValue("Extra session");
  await expect(dialog.getByLabel("From", { exact: true })).toHaveValue("03:00");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(region.getByRole("button", { name: "Book", exact: true })).toBeFocused();
  await expect(focused(page)).toHaveAccessibleDescription(/29 November 2026, 03:00–/);
});

test("a time that has passed says so, and what is free from now on", async ({ desk, board, page }) => {
  await register(desk, ZELDA);
  const at = { ...(await firstTime(desk)), wall_start: "2026-11-20T10:00" };
  await expect(board).toBeVisible();
  const region = await startBooking(page);
  await ask(region, at);
  await expect(region.getByText("Fri 20 Nov 10:00 has passed.")).toBeVisible();
  await expect(possible(region)).toHaveCount(1);
  await expect(possible(region)).toHaveAccessibleName(new RegExp(`${at.provider_name}.+ days? later$`));
});

test("a visit is moved to what is possible beside a taken time", async ({ desk, board, page }) => {
  const zelda = await register(desk, ZELDA);
  const at = await taken(desk);
  await (await freeHour(board)).focus();
  const keyboard = new Keyboard(page);
  await keyboard.find("zabr", /Zabriskie, Zelda/);
  await expect(page.getByRole("button", { name: "Book", exact: true }).last()).toBeFocused();
  await keyboard.press("Enter");
  await expect(board.getByRole("button", { name: /^Zabriskie, Zelda, .+booked/ })).toBeVisible();
  await keyboard.press("m");
  const region = page.getByRole("region", { name: "Move Zabriskie, Zelda" });
  await expect(region.getByRole("list", { name: "Offers" })).toBeVisible();
  await ask(region, at);
  await expect(possible(region).first()).toBeVisible();
  const { button, time } = await ordinary(region);
  await reach(page, button);
  await page.keyboard.press("Enter");
  await expect(region.getByRole("button", { name: "Move", exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(region).toBeHidden();
  expect(await nextVisits(desk, zelda)).toEqual([time]);
});

test("a day on which the clinic is closed is named, and an extra session opens it", async ({ desk, board, page }) => {
  await register(desk, ZELDA);
  await expect(board).toBeVisible();
  const time = await firstTime(desk);
  const closed = new Date(time.wall_start.slice(0, 10)).getUTCDay();
  const name = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"][closed] ?? "";
  const { organization } = await desk.call<{ organization: object }>("setup", {});
  const others = [1, 2, 3, 4, 5, 6, 7].filter((it) => it % 7 !== closed);
  const business_hours = others.map((weekday) => ({ weekday, from: "07:00", to: "20:00" }));
  await desk.call("put_organization", { ...organization, business_hours });

  const region = await startBooking(page);
  await ask(region, time);
  await expect(region.getByText(`The clinic is closed on ${name}s.`)).toBeVisible();
  await expect(possible(region).filter({ hasText: "As an overbook" })).toHaveCount(0);
  await expect(possible(region).filter({ hasText: /Extra session/ })).toHaveCount(1);
});
