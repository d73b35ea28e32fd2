import type { Locator, Page } from "@playwright/test";
import { type Desk, expect, focused, openSettings, takeBack, test } from "./desk";
import { Keyboard } from "./keyboard";
import { register, waits } from "./patients";

const ZELDA = { family: "Zabriskie", given: "Zelda", birth: "1980-01-02" };

/** From the phone to the dates of a series: the first time that the desk offers for a follow-up, weekly. */
async function repeat(desk: Desk, page: Page): Promise<Locator> {
  await register(desk, ZELDA);
  await page.keyboard.press("Control+b");
  await new Keyboard(page).find("zabr", /Zabriskie, Zelda/);
  const region = page.getByRole("region", { name: "Book a visit" });
  await region.getByLabel("Visit type").focus();
  await region.getByLabel("Visit type").selectOption({ label: "Follow-up · 20 min" });
  await expect(region.getByRole("button", { name: "Repeat…" })).toBeEnabled();
  await page.keyboard.press("Control+r");
  const dialog = page.getByRole("dialog", { name: "Repeat the visit of Zabriskie, Zelda" });
  await expect(dialog.getByRole("row")).toHaveCount(6);
  return dialog;
}

/** `2026-12-08`, of "Tue 8 Dec 2026 09:00". */
async function dayOf(row: Locator): Promise<string> {
  const [, day, month, year] = ((await row.locator(".when").textContent()) ?? "").trim().split(" ");
  return new Date(`${day} ${month} ${year} UTC`).toISOString().slice(0, 10);
}

async function close(desk: Desk, day: string): Promise<void> {
  const setup = await desk.call<{ locations: { id: string }[] }>("setup", {});
  const holiday = { kind: "holiday", first_day: day, last_day: null, from: null, to: null, reason: "Town festival" };
  await desk.call("block_time", { location: setup.locations[0]?.id, resource: null, ...holiday });
}

test("a visit is repeated, and every date is seen before anything is booked", async ({ desk, board, page }) => {
  await expect(board).toBeVisible();
  const dialog = await repeat(desk, page);
  const rows = dialog.getByRole("row");
  await close(desk, await dayOf(rows.nth(2)));

  await dialog.getByLabel("How many visits").fill("7");
  await expect(rows).toHaveCount(7);
  await expect(rows.nth(2)).toContainText(/is not available .+: Town festival\./);
  await page.keyboard.press("Enter");
  const open = dialog.getByRole("row").filter({ hasText: "Instead:" }).first();
  await expect(open).toBeFocused();

  // What does not fit is left out until somebody takes another time.
  const third = rows.nth(2);
  await third.focus();
  await expect(third).toHaveAttribute("aria-selected", "false");
  await page.keyboard.press("1");
  await expect(third).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("End");
  // Space takes in what is left out, and leaves out what is taken.
  if ((await rows.nth(6).getAttribute("aria-selected")) === "false") await page.keyboard.press("Space");
  await page.keyboard.press("Space");
  await expect(rows.nth(6)).toContainText("Left out");
  const chosen = await dialog.getByRole("row", { selected: true }).count();
  expect(chosen).toBeGreaterThan(1);
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(said(page, new RegExp(`^Booked: Zabriskie, Zelda, ${chosen} visits, every \\w+day\\.`))).toBeVisible();

  await expect(focused(page)).toHaveAccessibleName(/Zabriskie, Zelda, .*one of a series/);
  await page.keyboard.press("Enter");
  const panel = page.getByRole("complementary", { name: "Appointment" });
  await panel.getByText(new RegExp(`1 of ${chosen}, every \\w+day`)).click();
  await panel
    .getByRole("listitem")
    .getByRole("button", { name: /20\d\d \d\d:\d\d$/ })
    .nth(1)
    .click();
  await expect(panel.getByText(new RegExp(`2 of ${chosen}, every`))).toBeVisible();

  await takeBack(page);
  await expect(said(page, /^Taken back: Booked/)).toBeVisible();
  await expect(board.getByRole("button", { name: /^Zabriskie, Zelda/ })).toHaveCount(0);
});

test("what is no series is said at its field", async ({ desk, board, page }) => {
  await expect(board).toBeVisible();
  const dialog = await repeat(desk, page);
  await dialog.getByLabel("How many visits").fill("10000");
  await expect(dialog.getByText("Number of visits: from 1 to 104.")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Book 0 visits" })).toBeDisabled();
  await dialog.getByLabel("How many visits").fill("3");
  await dialog.getByLabel("Monthly, by date").check();
  await dialog.getByLabel("Day of the month").fill("31");
  await expect(dialog.getByText(/^\w+ 20\d\d has no 31st\./).first()).toBeVisible();
});

test("a visit of a series is moved and cancelled with those after it", async ({ desk, board, page }) => {
  await expect(board).toBeVisible();
  await waits(desk, await register(desk, { family: "Yxart", given: "Yara", birth: "1971-03-04" }), "urgent");
  const booking = await repeat(desk, page);
  for (const row of await booking.getByRole("row").all()) {
    await row.focus();
    if ((await row.getAttribute("aria-selected")) === "false") await page.keyboard.press("1");
  }
  const count = await booking.getByRole("row", { selected: true }).count();
  expect(count).toBeGreaterThan(2);
  await page.keyboard.press("Enter");
  await expect(booking).toBeHidden();
  await expect(focused(page)).toHaveAccessibleName(/Zabriskie, Zelda/);

  await page.keyboard.press("m");
  const move = page.getByRole("region", { name: "Move Zabriskie, Zelda" });
  await expect(move.getByRole("list", { name: "Offers" }).getByRole("button")).toHaveCount(4);
  await move.getByRole("list", { name: "Offers" }).getByRole("button").nth(1).click();
  await expect(move.getByRole("button", { name: "Move", exact: true })).toBeFocused();
  await page.keyboard.press("Shift+Enter");
  const dialog = page.getByRole("dialog", { name: "Move visits of the series of Zabriskie, Zelda" });
  await expect(dialog.getByRole("row")).toHaveCount(count);
  await expect(dialog.getByRole("row").first()).toContainText("from");
  const movable = await dialog.getByRole("row", { selected: true }).count();
  await dialog.getByRole("row").first().focus();
  await page.keyboard.press("Enter");
  const visits = movable === 1 ? "1 visit" : `${movable} visits`;
  await expect(said(page, `Moved: Zabriskie, Zelda, ${visits} of the series.`)).toBeVisible();
  // What came free by that is looked at, so that it is not said again with what comes next.
  const gap = page.getByRole("dialog", { name: /^Fill / });
  await expect(said(page, /(person waits|people wait)/)).toBeVisible();
  await page.keyboard.press("Control+y");
  await expect(gap).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(gap).toBeHidden();

  await expect(focused(page)).toHaveAccessibleName(/Zabriskie, Zelda/);
  await page.keyboard.press("x");
  const panel = page.getByRole("complementary", { name: "Appointment" });
  await expect(panel.getByLabel("Reason")).toBeFocused();
  await page.keyboard.press("Control+Enter");
  await expect(said(page, `Cancelled: Zabriskie, Zelda, ${count} visits of the series.`)).toBeVisible();
  // The freed times are one thing to be worked off.
  await expect(said(page, /^\d+ times came free, \d+ (person waits|people wait)\.$/)).toBeVisible();
  await page.keyboard.press("Control+y");
  await expect(
    gap
      .getByLabel("Came free")
      .getByRole("option")
      .nth(count - 1),
  ).toBeAttached();
  await expect(gap.getByRole("button", { name: /Yxart, Yara$/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(gap).toBeHidden();
  await takeBack(page);
  await expect(said(page, /^Taken back: Cancelled/)).toBeVisible();
});

/** What the desk says was done. */
const said = (page: Page, words: string | RegExp): Locator =>
  page.getByRole("region", { name: "Notes" }).getByText(words);

interface Types {
  appointment_types: { id: string; name: string }[];
}

test("two visits that belong together are set up, offered, booked and cancelled as a pair", async ({
  desk,
  board,
  page,
}) => {
  await register(desk, ZELDA);
  await expect(board).toBeVisible();
  await openSettings(page, "Visit types");
  await page.getByRole("button", { name: "Change Follow-up" }).click();
  const form = page.getByRole("dialog", { name: "Change Follow-up" });
  await form.getByLabel("Comes after").selectOption({ label: "Nurse visit" });
  await form.getByLabel("Minutes between them, at most").fill("180");
  await form.getByRole("button", { name: "Save the type" }).click();
  await expect(form).toBeHidden();
  const { appointment_types } = await desk.call<Types>("setup", {});
  expect(appointment_types.find((it) => it.name === "Follow-up")).toMatchObject({
    preceded_by: { min_gap_minutes: 0, max_gap_minutes: 180 },
  });

  await page.keyboard.press("Control+1");
  await page.keyboard.press("Control+b");
  await new Keyboard(page).find("zabr", /Zabriskie, Zelda/);
  const region = page.getByRole("region", { name: "Book a visit" });
  await region.getByLabel("Visit type").focus();
  await region.getByLabel("Visit type").selectOption({ label: "Follow-up · 20 min" });
  await expect(
    region
      .getByRole("list", { name: "Offers" })
      .getByRole("button", { name: /First Nurse visit/ })
      .first(),
  ).toBeVisible();
  await expect(region.getByRole("button", { name: "Repeat…" })).toBeDisabled();
  await region.getByLabel("Note").press("Enter");
  await expect(said(page, /^Booked: Zabriskie, Zelda/)).toBeVisible();
  await expect(board.getByRole("button", { name: /^Zabriskie, Zelda.*one of a series/ })).toHaveCount(2);

  await expect(focused(page)).toHaveAccessibleName(/Zabriskie, Zelda/);
  await page.keyboard.press("Enter");
  const panel = page.getByRole("complementary", { name: "Appointment" });
  await expect(panel.getByText("2 of 2, booked together")).toBeVisible();
  await page.keyboard.press("x");
  await page.keyboard.press("Control+Enter");
  await expect(said(page, "Cancelled: Zabriskie, Zelda, 2 visits of the series.")).toBeVisible();
});

test("two visits are linked while one of them is booked, though their types know nothing of each other", async ({
  desk,
  board,
  page,
}) => {
  await register(desk, ZELDA);
  await expect(board).toBeVisible();
  await page.keyboard.press("Control+b");
  await new Keyboard(page).find("zabr", /Zabriskie, Zelda/);
  const region = page.getByRole("region", { name: "Book a visit" });
  await region.getByLabel("Visit type").focus();
  await region.getByLabel("Visit type").selectOption({ label: "Follow-up · 20 min" });
  await region.getByRole("button", { name: "Another visit first…" }).press("Enter");
  await expect(region.getByLabel("Comes first")).toBeFocused();
  await region.getByLabel("Comes first").selectOption({ label: "Nurse visit" });
  await expect(region.getByLabel("Within, at most")).toHaveValue("120");
  await region.getByLabel("Within, at most").selectOption({ label: "4 h" });
  const offers = region.getByRole("list", { name: "Offers" });
  await expect(offers.getByRole("button", { name: /First Nurse visit/ }).first()).toBeVisible();
  await expect(region.getByRole("button", { name: "Book", exact: true })).toBeEnabled();
  await region.getByLabel("Note").press("Enter");
  await expect(said(page, /^Booked: Zabriskie, Zelda/)).toBeVisible();
  await expect(board.getByRole("button", { name: /^Zabriskie, Zelda.*one of a series/ })).toHaveCount(2);
  const { appointment_types } = await desk.call<Types>("setup", {});
  expect(appointment_types.find((it) => it.name === "Follow-up")).toMatchObject({ preceded_by: null });
});
