// A visit gets another time: moved by keys, by cut and paste, by form; or cancelled and booked anew.
import type { Locator, Page } from "@playwright/test";
import { expect, focused, freeHour, test } from "./desk";
import { Keyboard } from "./keyboard";
import { register } from "./patients";

const ZELDA = { family: "Zabriskie", given: "Zelda", birth: "1980-01-02" };

/** Zelda on a free half hour, under the cursor. */
async function booked(board: Locator): Promise<{ visit: Locator; cell: Locator; time: string }> {
  const page = board.page();
  const cell = await freeHour(board);
  const time = ((await cell.getAttribute("aria-label")) ?? "").split(",")[0] ?? "";
  await cell.focus();
  await page.keyboard.type("zabr");
  await expect(page.getByRole("option", { name: /Zabriskie, Zelda/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Book", exact: true }).last()).toBeFocused();
  await page.keyboard.press("Enter");
  const visit = board.getByRole("button", { name: /^Zabriskie, Zelda, .+booked/ });
  await expect(visit).toBeVisible();
  await expect(focused(page)).toHaveAttribute("aria-label", new RegExp(`^${time}.+Zabriskie`));
  return { visit, cell, time };
}

const strip = (page: Page) => page.getByRole("region", { name: "Move Zabriskie, Zelda" });
const moveButton = (page: Page) => strip(page).getByRole("button", { name: "Move", exact: true });

test("a visit is moved by arrows, and the desk's word is heard on the way", async ({ desk, board, page }) => {
  await register(desk, ZELDA);
  const { visit } = await booked(board);
  const before = await visit.getAttribute("aria-label");
  const keyboard = new Keyboard(page);
  await keyboard.press("m");
  await expect(strip(page)).toBeVisible();
  // What is next is on the board: the panel offers nothing else meanwhile.
  await expect(page.getByRole("complementary").getByRole("button", { name: "Arrived" })).toHaveCount(0);
  await keyboard.press("Shift+ArrowDown");
  await expect(page.getByRole("status").filter({ hasText: /^\d\d:\d\d, .+: / })).toHaveCount(1);
  await keyboard.press("Enter");
  await expect(moveButton(page)).toBeFocused();
  await keyboard.press("Enter");
  await expect(strip(page)).toBeHidden();
  expect(keyboard.count).toBeLessThanOrEqual(4);
  await expect(visit).toBeVisible();
  expect(await visit.getAttribute("aria-label")).not.toBe(before);
  await keyboard.press("Control+z");
  await expect(board.getByRole("button", { name: before ?? "" })).toBeVisible();
});

test("a visit is cut on one day and put down on another", async ({ desk, board, page }) => {
  await register(desk, ZELDA);
  const { visit } = await booked(board);
  const keyboard = new Keyboard(page);
  await keyboard.press("Control+x");
  await expect(page.getByText(/is cut\. Go to a free time/).last()).toBeVisible();
  await (await freeHour(board)).focus();
  await expect(visit).toHaveCount(0);
  await keyboard.press("Control+v");
  await expect(moveButton(page)).toBeFocused();
  await keyboard.press("Enter");
  await expect(strip(page)).toBeHidden();
  await expect(visit).toBeVisible();
});

test("the next time like this one is offered first, and a refused time says why", async ({ desk, board, page }) => {
  await register(desk, ZELDA);
  await booked(board);
  const keyboard = new Keyboard(page);
  await keyboard.press("m");
  const offers = strip(page).getByRole("list", { name: "Offers" }).getByRole("button");
  await expect(offers).toHaveCount(4);
  await expect(offers.nth(1)).toHaveAccessibleName(/Same time of day/);
  const provider = strip(page).getByLabel("Provider");
  await provider.selectOption({ index: 1 });
  await strip(page).getByLabel("From day").focus();
  await keyboard.type("11292026");
  await strip(page).getByLabel("At").fill("3:00");
  await keyboard.press("Tab");
  await expect(strip(page).getByRole("alert").last()).toHaveText(/\w+.*\./);
  await expect(moveButton(page)).toBeDisabled();
});

test("a cancelled visit is booked anew by one Enter after the other", async ({ desk, board, page }) => {
  const id = await register(desk, ZELDA);
  await booked(board);
  const keyboard = new Keyboard(page);
  await keyboard.press("x");
  const panel = page.getByRole("complementary", { name: "Appointment" });
  await expect(panel.getByLabel("Reason")).toBeFocused();
  await keyboard.type("Patient is");
  await keyboard.press("Tab", "Tab", "Tab", "Enter");
  await expect(page.getByText(/^Cancelled.+Zabriskie, Zelda/).first()).toBeVisible();
  await expect(panel.getByRole("button", { name: "Rebook now" })).toBeFocused();
  await keyboard.press("Enter");
  const region = page.getByRole("region", { name: "Another time" });
  await expect(region.getByRole("button", { name: "Book", exact: true })).toBeFocused();
  await keyboard.press("Enter");
  await expect(region).toBeHidden();
  await expect(page.getByText(/^Booked: Zabriskie, Zelda/).first()).toBeVisible();
  const card = await desk.call<{ next_visits: unknown[] }>("patient_card", { patient: id });
  expect(card.next_visits).toHaveLength(1);
});

test("an undone cancellation gives the visit its place back", async ({ desk, board, page }) => {
  await register(desk, ZELDA);
  const { visit } = await booked(board);
  const keyboard = new Keyboard(page);
  await keyboard.press("x");
  const panel = page.getByRole("complementary", { name: "Appointment" });
  await panel.getByRole("button", { name: "Cancel the visit" }).press("Enter");
  await expect(visit).toHaveCount(0);
  await keyboard.press("Control+z");
  await expect(visit).toBeVisible();
  await expect(panel.getByText(/^Taken back/)).toBeVisible();
});
