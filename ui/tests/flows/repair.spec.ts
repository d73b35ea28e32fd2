// A provider is out for the rest of the day, by keyboard alone: the plan is read, a part of it taken, the patients are on the
// list of those to tell, and one key takes all of it back.
import type { Locator, Page } from "@playwright/test";
import { expect, focused, takeBack, test } from "./desk";

interface Visit {
  id: string;
  provider: string;
  wall_start: string;
  status: string;
}

const dialog = (page: Page) => page.getByRole("dialog", { name: "Day repair" });
const rows = (page: Page) => dialog(page).locator("[data-step]");
const row = (page: Page) => page.locator(":focus[data-step]");
const notes = (page: Page) => page.getByRole("region", { name: "Notes" });
const tab = (page: Page, name: string) => page.getByRole("tab", { name: new RegExp(`^${name}`) });
const number = async (words: Promise<string>) => Number((await words).replace(/\D/g, "") || "0");

/** Opens the repair of the column under the cursor, with the focus where its first time is typed. */
async function open(board: Locator, page: Page): Promise<void> {
  await expect(board).toBeVisible();
  await expect(focused(page)).toHaveRole("gridcell");
  await page.keyboard.press("F7");
  await expect(dialog(page).getByLabel("From")).toBeFocused();
}

/** The plan for who is out from a time on. */
async function plan(page: Page, from: string): Promise<void> {
  await page.keyboard.press("Control+a");
  await page.keyboard.type(from);
  await page.keyboard.press("Enter");
  await expect(row(page)).toBeVisible();
}

test("who is out is planned around, a part is taken, patients are to be told, and one key takes it back", async ({
  desk,
  board,
  page,
}) => {
  const day = async () =>
    (await desk.call<{ visits: Visit[] }>("day", { location: await here(), date: "2026-11-24" })).visits;
  const here = async () => (await desk.call<{ locations: { id: string }[] }>("setup", {})).locations[0]?.id ?? "";
  await page.keyboard.press("Control+2");
  await expect(tab(page, "To be told")).toBeVisible();
  const told = await number(tab(page, "To be told").innerText());
  const without = await number(tab(page, "Without hours").innerText());
  await page.keyboard.press("Control+1");
  await page.keyboard.press("Control+ArrowRight");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("24");
  const before = await day();

  await open(board, page);
  await plan(page, "00:00");
  const all = await rows(page).count();
  expect(all).toBeGreaterThan(3);
  await expect(row(page)).toHaveAccessibleName(/\d\d:\d\d.+(provider|specialty|day|place)/i);
  const movable = await rows(page).and(page.locator("[aria-pressed]")).count();
  expect(movable).toBeGreaterThan(1);
  expect(await day()).toEqual(before);

  // None, and then the first that can be moved.
  await page.keyboard.press("n");
  await expect(dialog(page).getByRole("button", { name: /^Close, and move nobody/ })).toBeVisible();
  await page.keyboard.press("Home");
  while ((await row(page).getAttribute("aria-pressed")) === null) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await expect(row(page)).toHaveAttribute("aria-pressed", "true");
  const taken = await row(page).getAttribute("data-step");
  await expect(dialog(page).getByRole("button", { name: /^Apply: 1 move/ })).toBeVisible();
  await page.keyboard.press("Control+Enter");

  await expect(dialog(page)).toHaveCount(0);
  await expect(notes(page)).toContainText(/Repaired: 1 visit moved, \d+ left without hours/);
  await expect(tab(page, "To be told")).toHaveAttribute("aria-selected", "true");
  await expect(page.locator(`[data-row="${taken}"]`)).toContainText(/was /);
  await expect.poll(() => number(tab(page, "To be told").innerText())).toBe(told + 1);
  await expect.poll(() => number(tab(page, "Without hours").innerText())).toBe(without + all - 1);

  await takeBack(page);
  await expect(notes(page)).toContainText(/Taken back: Repaired: 1 visit moved/);
  await expect.poll(() => number(tab(page, "To be told").innerText())).toBe(told);
  await expect.poll(() => number(tab(page, "Without hours").innerText())).toBe(without);
  const stands = (visits: Visit[]) => visits.map((it) => [it.id, it.provider, it.wall_start, it.status]).sort();
  expect(stands(await day())).toEqual(stands(before));
});

test("another place is chosen by its digit, and the plan is made around it", async ({ board, page }) => {
  await expect(board).toBeVisible();
  await page.keyboard.press("Control+ArrowRight");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("24");
  await open(board, page);
  await plan(page, "00:00");
  const acts = dialog(page).getByRole("group");
  while ((await acts.getByRole("button", { name: /^\S*.*\d\d:\d\d/ }).count()) === 0)
    await page.keyboard.press("ArrowDown");
  const visit = await row(page).getAttribute("data-step");
  await page.keyboard.press("1");
  await expect(dialog(page).locator(`[data-step="${visit}"]`)).toContainText("chosen by you");
  await expect(row(page)).toHaveAttribute("data-step", visit ?? "");
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
  await expect(focused(page)).toHaveRole("gridcell");
});

test("who runs late lets wait who still fits, and a plan without moves writes nothing", async ({ board, page }) => {
  await expect(board).toBeVisible();
  await expect(focused(page)).toHaveRole("gridcell");
  await page.keyboard.press("F7");
  await expect(dialog(page).getByLabel("From")).toBeFocused();
  await dialog(page).getByLabel("Runs late").focus();
  await page.keyboard.press("Space");
  await dialog(page).getByLabel("Minutes behind").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("20");
  await page.keyboard.press("Enter");
  await expect(row(page)).toBeVisible();
  await expect(rows(page).first()).toContainText(/waits \d+ min|begins in time|\d\d:\d\d/);
  await page.keyboard.press("n");
  await expect(dialog(page).getByRole("button", { name: /^Apply|^Close, and/ })).toBeDisabled();
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
});

test("what lost its hours before is planned from its list, and nothing of it is left there but who has no place", async ({
  desk,
  board,
  page,
}) => {
  await expect(board).toBeVisible();
  const setup = await desk.call<{ locations: { id: string }[]; resources: { id: string; kind: string }[] }>(
    "setup",
    {},
  );
  const location = setup.locations[0]?.id ?? "";
  const resource = setup.resources.find((it) => it.kind === "provider")?.id ?? null;
  await desk.call("block_time", { location, resource, kind: "time_off", first_day: "2026-11-24", reason: "Ill" });
  await page.keyboard.press("Control+2");
  await expect(tab(page, "Without hours")).toBeVisible();
  await page.keyboard.press("5");
  await expect(tab(page, "Without hours")).toHaveAttribute("aria-selected", "true");
  await expect(page.locator(":focus[data-row]")).toBeVisible();
  const before = await number(tab(page, "Without hours").innerText());
  expect(before).toBeGreaterThan(2);

  await page.keyboard.press("F7");
  const plan = page.getByRole("dialog", { name: "Other places for visits without hours" });
  await expect(page.locator(":focus[data-step]")).toBeVisible();
  expect(await plan.locator("[data-step]").count()).toBe(before);
  const moves = await number(
    plan
      .getByRole("button", { name: /^Apply: \d+ moves/ })
      .innerText()
      .then((it) => it.split("\n")[0] ?? ""),
  );
  await page.keyboard.press("Control+Enter");
  await expect(plan).toHaveCount(0);
  await expect(notes(page)).toContainText(`Repaired: ${moves} visits moved.`);
  await expect(tab(page, "To be told")).toHaveAttribute("aria-selected", "true");
  await expect.poll(() => number(tab(page, "Without hours").innerText())).toBe(before - moves);
});
