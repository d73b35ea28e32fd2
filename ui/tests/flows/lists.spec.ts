// The work lists by keyboard alone: opening the day, calling who has not confirmed, closing the day.
import type { Locator, Page } from "@playwright/test";
import { expect, focused, takeBack, test } from "./desk";

const row = (page: Page) => page.locator(":focus[data-row]");
const nameIn = async (row: Locator) => (await row.locator(".name").innerText()).replace(/[,\s]+$/, "");
const count = async (page: Page, name: string) =>
  Number((await page.getByRole("tab", { name: new RegExp(`^${name}`) }).innerText()).replace(/\D/g, ""));

/** The list of those to be called for the next working day, with the cursor on its first row. */
async function unconfirmed(board: Locator, page: Page): Promise<void> {
  await expect(board).toBeVisible();
  await page.keyboard.press("Control+2");
  await expect(row(page)).toBeVisible();
  await page.keyboard.press("2");
  await expect(row(page)).toHaveAccessibleName(/^Tue 24 Nov \d\d:\d\d.+(555-\d{4}|no phone).*Booked/);
}

/** Waits until the row under the cursor is another visit, or gone. */
async function leaves(page: Page, visit: string | null): Promise<void> {
  await expect.poll(() => page.locator(`[data-row="${visit ?? ""}"]`).count()).toBe(0);
}

test("the day is opened: who comes next, with phone and alerts, is one key away and opens on the board", async ({
  board,
  page,
}) => {
  await expect(board).toBeVisible();
  await page.keyboard.press("Control+2");
  await expect(page.getByRole("heading", { name: "Work lists" })).toBeVisible();
  await expect(row(page)).toBeVisible();
  const expected = page.getByRole("region", { name: "Expected" });
  const times = (await expected.locator(".when").allInnerTexts()).map((it) => it.slice(0, 5));
  expect(times.length).toBeGreaterThan(5);
  expect(times).toEqual([...times].sort());

  const first = expected.getByRole("button").first();
  await first.focus();
  await expect(first).toHaveAccessibleName(/\(\d{3}\) 555-\d{4}|no phone/);
  const patient = await nameIn(first);
  await page.keyboard.press("a");
  const waiting = page.getByRole("region", { name: "Waiting" });
  await expect(waiting.getByRole("button", { name: patient })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(board).toBeVisible();
  await expect(page.getByRole("complementary", { name: "Appointment" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(focused(page)).toHaveRole("gridcell");
});

test("who has not confirmed for the next working day is called and confirmed, one key each", async ({
  board,
  page,
}) => {
  await unconfirmed(board, page);
  const before = await count(page, "Unconfirmed");
  expect(before).toBeGreaterThan(3);
  for (let called = 1; called <= 3; called++) {
    const visit = await row(page).getAttribute("data-row");
    await page.keyboard.press("c");
    await leaves(page, visit);
    await expect(row(page)).toBeVisible();
    expect(await count(page, "Unconfirmed")).toBe(before - called);
  }
  // What needs more than a key goes on at the board, with the visit.
  await page.keyboard.press("x");
  await expect(page.getByRole("form", { name: "Cancel the visit" })).toBeVisible();
  await expect(page.getByRole("heading", { name: /Tue.* 24 Nov/ })).toBeVisible();
});

test("a call that nobody answers is noted by three keys, and who is to be called later goes down", async ({
  board,
  page,
}) => {
  await unconfirmed(board, page);
  const visit = await row(page).getAttribute("data-row");
  const rowOf = page.locator(`[data-row="${visit}"]`);
  const form = page.getByRole("form", { name: "What came of it" });
  await page.keyboard.press("t");
  await expect(form.getByRole("radio", { name: "No answer" })).toBeFocused();
  await page.keyboard.press("3");
  await expect(form.getByRole("radio", { name: "Left a message" })).toBeChecked();
  await page.keyboard.press("Enter");
  await expect(form).toBeHidden();
  await expect(rowOf).toHaveAccessibleName(/1 call, left a message today \d\d:\d\d/);
  // The next one to call is under the cursor.
  await expect(row(page)).toBeVisible();
  await expect(rowOf).not.toBeFocused();

  await rowOf.focus();
  await page.keyboard.press("t");
  await page.keyboard.press("4");
  await page.keyboard.press("Enter");
  await expect(form.getByText("time of the next call", { exact: false })).toBeVisible();
  await form.getByLabel("At", { exact: true }).fill("23:50");
  await page.keyboard.press("Enter");
  await expect(form).toBeHidden();
  await expect(rowOf).toHaveAccessibleName(/2 calls, to be called again today .+again today 23:50/);
  await expect(page.locator("[data-row]").last()).toHaveAttribute("data-row", visit ?? "");

  await takeBack(page);
  await expect(rowOf).toHaveAccessibleName(/1 call, left a message/);
  await rowOf.press("Enter");
  const panel = page.getByRole("complementary", { name: "Appointment" });
  await expect(panel.getByText("Called: left a message")).toBeVisible();
});

test("a no-show is called and booked anew as the visit that it was, and is off the list", async ({ board, page }) => {
  await expect(board).toBeVisible();
  await page.keyboard.press("Control+2");
  await expect(row(page)).toBeVisible();
  await page.keyboard.press("3");
  await expect(row(page)).toHaveAccessibleName(/No-show/);
  const patient = await nameIn(row(page));
  const missed = await row(page).getAttribute("data-row");
  await page.keyboard.press("b");
  const bar = page.getByRole("region", { name: "Another time" });
  await expect(bar.getByText(patient).first()).toBeVisible();
  await expect(bar.getByRole("button", { name: "Book", exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(bar).toBeHidden();
  await page.keyboard.press("Control+2");
  await expect(page.getByRole("tab", { name: /^No-shows/, selected: true })).toBeVisible();
  await expect(page.locator(`[data-row="${missed}"]`)).toHaveCount(0);
});

test.describe("at half past seven in the evening", () => {
  test.use({ now: "2026-11-23T19:30-05:00" });

  test("the day is closed with single keys: every visit gets its end, and the list says so", async ({
    board,
    page,
  }) => {
    await expect(board).toBeVisible();
    await page.keyboard.press("Control+2");
    await expect(page.getByRole("tab", { name: /^Still open/ })).toBeVisible();
    const open = await count(page, "Still open");
    expect(open).toBeGreaterThan(10);
    await page.keyboard.press("4");
    let keys = 2;
    for (let left = open; left > 0; left--) {
      await expect(row(page)).toBeVisible();
      const status = await row(page).locator(".status").innerText();
      const visit = await row(page).getAttribute("data-row");
      const end = /Booked/.test(status) ? ["n"] : /Arrived/.test(status) ? ["r", "d"] : ["d"];
      await page.keyboard.press(end[0] ?? "");
      // What a key may do next, the desk says with its answer.
      if (end.length > 1) await expect(row(page).locator(".status")).toContainText("In room");
      if (end[1]) await page.keyboard.press(end[1]);
      keys += end.length;
      await leaves(page, visit);
    }
    await expect(page.getByText("Every visit up to now has its end.")).toBeVisible();
    expect(keys).toBeLessThanOrEqual(2 + 2 * open);
    expect(await count(page, "No-shows")).toBeGreaterThan(10);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("list", { name: "The day in figures" })).toContainText("Booked 0");
  });
});
