// A practice manager gives a provider other hours: from the picture of the next two weeks, with what they would do to what is
// booked and what they would have done to last year, to the picture with them. By keyboard alone, and so is an extra session.
import type { Locator, Page } from "@playwright/test";
import { check } from "./accessible";
import { type Desk, expect, focused, test } from "./desk";
import { press } from "./keyboard";

interface Capacity {
  ahead: string[];
  providers: { provider: string; name: string; cells: { open: number; booked: number }[] }[];
}

interface Setup {
  resources: { id: string; name: string; location: string }[];
  templates: { resource: string; sessions: { weekday: number; from: string; to: string }[] }[];
  closures: { resource: string | null; kind: string; first_day: string; hours: { from: string; to: string } | null }[];
  appointment_types: { id: string; name: string }[];
}

const WHO = "Dr Daniel Okafor";
const heat = (page: Page): Locator => page.getByRole("grid", { name: "The next two weeks" });
const dialog = (page: Page): Locator => page.getByRole("dialog");
const weekdayOf = (day: string): number => new Date(`${day}T12:00:00Z`).getUTCDay();
const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

async function ofProvider(desk: Desk): Promise<Capacity["providers"][number] & { ahead: string[] }> {
  const { ahead, providers } = await desk.call<Capacity>("capacity", {});
  const found = providers.find((it) => it.name === WHO);
  if (!found) throw new Error(`${WHO} is not there`);
  return { ...found, ahead };
}

/** A coming day on which the provider has the weekly hours and nothing else, and has them a week later too. */
async function ordinaryDay(desk: Desk): Promise<number> {
  const { ahead, cells, provider } = await ofProvider(desk);
  const { templates } = await desk.call<Setup>("setup", {});
  const sessions = templates.filter((it) => it.resource === provider).flatMap((it) => it.sessions);
  const weekly = (day: string) =>
    sessions
      .filter((it) => it.weekday === weekdayOf(day))
      .reduce((sum, it) => sum + minutesOf(it.to) - minutesOf(it.from), 0);
  const nth = ahead.findIndex((day, at) =>
    [at, at + 7].every((it) => it > 0 && weekly(day) > 180 && cells[it]?.open === weekly(day)),
  );
  if (nth < 0) throw new Error("no ordinary day in two weeks");
  return nth;
}

/** The capacity room, with the focus on a provider's day. */
async function openAt(page: Page, nth: number): Promise<void> {
  await page.keyboard.press("Control+7");
  await page.getByLabel("Provider", { exact: true }).selectOption({ label: WHO });
  await expect(heat(page).getByRole("row")).toHaveCount(2);
  await heat(page).locator("[tabindex='0']").focus();
  await page.keyboard.press("Home");
  for (let step = 0; step <= nth; step++) await page.keyboard.press("ArrowRight");
}

/** In the page: some of the runs are done, and the focus is where they are broken off. */
const isBrokenOff = (stop: string): boolean => {
  const focused = document.activeElement;
  const label = document.querySelector("dialog progress")?.getAttribute("aria-label") ?? "";
  const isUnderWay = focused?.textContent.trim() === stop && /: \d+ of 200 runs$/.test(label);
  if (isUnderWay) {
    focused.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
  }
  return isUnderWay;
};

test("other hours are tried on last year and saved, and the picture has them", async ({ desk, board, page }) => {
  test.setTimeout(240_000);
  await expect(board).toBeVisible();
  const nth = await ordinaryDay(desk);
  const before = await ofProvider(desk);
  const day = before.ahead[nth] ?? "";
  const label = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"][weekdayOf(day)] ?? "";

  await openAt(page, nth);
  await expect(focused(page)).toHaveAccessibleName(
    new RegExp(`^${WHO}, .+ of ${before.cells[nth]?.open} minutes booked`),
  );
  await page.keyboard.press("Enter");
  await expect(dialog(page).locator("[data-visit]").first()).toBeFocused();
  await press(page, dialog(page).getByRole("button", { name: "Change the hours" }));
  await expect(dialog(page).getByRole("heading", { name: `Hours of ${WHO}` })).toBeVisible();

  // What is typed is tried only once it can be read.
  await dialog(page).getByLabel(label, { exact: true }).focus();
  const trying = dialog(page).getByRole("button", { name: "Try it on last year" });
  await page.keyboard.press("Control+a");
  await page.keyboard.type("9-");
  await expect(trying).toBeDisabled();
  await page.keyboard.type("12");
  await expect(dialog(page).getByText(/ a week instead of /)).toBeVisible();

  // Esc breaks the run off and leaves the dialog as it was.
  await press(page, trying);
  // A small clinic's year is soon over: the key is pressed in the page, at the frame that shows the run.
  await page.waitForFunction(isBrokenOff, "Stop the replay", { polling: "raf" });
  await expect(dialog(page).getByText(/^Stopped\. Nothing was changed/)).toBeVisible();
  await expect(trying).toBeFocused();
  await expect(dialog(page).getByRole("table")).toHaveCount(0);
  await expect(dialog(page).getByLabel(label, { exact: true })).toHaveValue("9-12");

  await page.keyboard.press("Enter");
  const table = dialog(page).getByRole("table");
  await expect(table).toBeVisible({ timeout: 120_000 });
  await expect(focused(page)).toHaveText("Last year with these hours");
  const row = (name: string) => table.getByRole("row").filter({ has: page.getByRole("rowheader", { name }) });
  await expect(table.getByRole("row")).toHaveCount(9);
  const use = row("Utilisation").getByRole("cell");
  await expect(use.nth(0)).toHaveText(/^\d+(\.\d)?%$/);
  for (const at of [1, 2]) await expect(use.nth(at)).toHaveText(/^\d+(\.\d)?% \([\d.]+–[\d.]+\)$/);
  await expect(use.nth(3)).toHaveText(/^[−+]?[\d.]+ points \(.+ to .+\)\s*(clear|may be chance)$/);
  await expect(row("Third next available").getByRole("cell").nth(2)).toHaveText(/^[\d.]+ \([\d.]+–[\d.]+\)$/);
  await expect(dialog(page).getByText(/[\d,]+ h open instead of [\d,]+ h\./)).toBeVisible();
  await check(page, "last year with other hours");

  await press(page, dialog(page).getByText("What it cannot know"));
  await expect(dialog(page).getByText(/More time may bring more patients/)).toBeVisible();
  await expect(dialog(page).getByText(/\d+ of [\d,]+ visits? lies? outside the hours as they are now/)).toBeVisible();

  // Figures of other hours than those that stand there say so.
  const others = dialog(page).getByText("These figures are of other hours than those above. Try it again.");
  await dialog(page).getByLabel(label, { exact: true }).fill("10-12");
  await expect(others).toBeVisible();
  await dialog(page).getByLabel(label, { exact: true }).fill("9-12");
  await expect(others).toHaveCount(0);

  await press(page, dialog(page).getByRole("button", { name: "Save the hours" }));
  await expect(dialog(page)).toHaveCount(0);
  await expect(focused(page)).toHaveAccessibleName(new RegExp(`^${WHO}, .+: .+ of 180 minutes booked`));
  const after = await ofProvider(desk);
  for (const at of [nth, nth + 7]) expect(after.cells[at]?.open).toBe(180);
  const otherDays = ({ cells, ahead }: typeof after) =>
    cells.filter((_, at) => weekdayOf(ahead[at] ?? "") !== weekdayOf(day)).map((it) => it.open);
  expect(otherDays(after)).toEqual(otherDays(before));
});

test("somebody who waits long leads to an extra session, which says what it would do", async ({
  desk,
  board,
  page,
}) => {
  await expect(board).toBeVisible();
  const setup = await desk.call<Setup>("setup", {});
  const okafor = setup.resources.find((it) => it.name === WHO);
  const type = setup.appointment_types[0];
  // It takes a practice months to come to this: it is put into the desk's answer.
  await page.route("**/call/capacity", async (route) => {
    const response = await route.fetch();
    const need = {
      kind: "long_wait",
      location: okafor?.location,
      location_name: "Riverside Clinic",
      provider: okafor?.id,
      provider_name: WHO,
      appointment_type: type?.id,
      type_name: type?.name,
      day: null,
      weekday: null,
      count: 90,
      minutes: 20,
      days: 34,
      share: { is: "share", part: 980, whole: 1000 },
    };
    await route.fulfill({ response, json: { ...((await response.json()) as object), needs: [need] } });
  });
  await page.keyboard.press("Control+7");
  const act = page.getByRole("button", { name: new RegExp(`^Open an extra session: ${WHO}`) });
  await press(page, act);
  await expect(dialog(page).getByRole("heading", { name: "Open an extra session" })).toBeVisible();
  await expect(dialog(page).getByLabel("Whose")).toHaveValue(okafor?.id ?? "");
  await expect(dialog(page).getByLabel("Kind")).toHaveValue("extra_session");
  await expect(dialog(page).getByLabel("First day")).toHaveValue(/ 2026$/);
  const proposal = dialog(page).getByRole("status");
  await expect(proposal).toContainText(/ open on these days instead of /);
  await expect(proposal).toContainText(`Third next available (${type?.name}): `);
  await check(page, "an extra session");

  const { cells: before, ahead } = await ofProvider(desk);
  await press(page, dialog(page).getByRole("button", { name: "Open this time" }));
  await expect(dialog(page)).toHaveCount(0);
  await expect(act).toBeFocused();
  const { closures } = await desk.call<Setup>("setup", {});
  const session = closures.find((it) => it.kind === "extra_session" && it.resource === okafor?.id);
  const nth = ahead.indexOf(session?.first_day ?? "");
  expect(nth).toBeGreaterThan(0);
  expect((await ofProvider(desk)).cells[nth]?.open).toBe((before[nth]?.open ?? 0) + 120);
  await page.unrouteAll({ behavior: "wait" });
});
