// A person's own keys: changed on the page of keys by keys alone, printed everywhere, and back at the next sign-in.
import type { Locator, Page } from "@playwright/test";
import { expect, focused, freeHalfHour, signIn, test } from "./desk";
import { reach } from "./keyboard";

const keyOf = (page: Page, action: string): Locator =>
  page.getByRole("button", { name: `change the key of “${action}”` });

/** Opens the page of keys and stands on the key of an action, ready to press another one. */
async function change(page: Page, action: string): Promise<Locator> {
  await page.keyboard.press("F1");
  const key = keyOf(page, action).first();
  await reach(page, key);
  await page.keyboard.press("Enter");
  await expect(focused(page)).toHaveAccessibleName("Press the new keys");
  return key;
}

test("a key is changed, is printed everywhere, does the same, and comes back at the next sign-in", async ({
  board,
  page,
}) => {
  await expect(board).toBeVisible();
  const key = await change(page, "Go to a date");
  // What stays is said, and so is what has a meaning where this key is heard.
  await page.keyboard.press("Enter");
  await expect(page.getByText("Enter keeps its meaning. Press other keys.").last()).toBeVisible();
  await page.keyboard.press("Control+p");
  await expect(page.getByText("Ctrl+P is “Day sheet, to print”.").last()).toBeVisible();
  await page.keyboard.press("Control+Shift+d");
  await expect(key).toBeFocused();
  await expect(key).toHaveText("Ctrl+Shift+D");
  await page.keyboard.press("Escape");

  const date = page.getByRole("heading", { level: 1 }).getByRole("button");
  await expect(date).toHaveAttribute("title", "Go to a date (Ctrl+Shift+D)");
  await expect(date).toHaveAttribute("aria-keyshortcuts", "Control+Shift+D");
  await page.keyboard.press("Control+g");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("Control+Shift+d");
  await expect(page.getByRole("dialog", { name: "Go to a date" })).toBeVisible();
  await page.keyboard.press("Escape");

  await page.keyboard.press("Control+l");
  await signIn(page);
  await board.waitFor();
  await page.keyboard.press("Control+Shift+d");
  await expect(page.getByRole("dialog", { name: "Go to a date" })).toBeVisible();
});

test("two actions swap their keys, and all keys go back to what they were", async ({ board, page }) => {
  await expect(board).toBeVisible();
  const arrived = await change(page, "Arrived");
  await page.keyboard.press("d");
  await page.keyboard.press("Tab");
  await expect(focused(page)).toHaveAccessibleName("Swap the two");
  await page.keyboard.press("Enter");
  await expect(arrived).toHaveText("D");
  await expect(keyOf(page, "Done").first()).toHaveText("A");
  await page.keyboard.press("Escape");

  const visit = board.getByRole("button", { name: /, booked/ }).first();
  await visit.click();
  const panel = page.getByRole("complementary", { name: "Appointment" });
  await expect(panel.getByRole("button", { name: "Arrived" })).toHaveAttribute("aria-keyshortcuts", "D");
  await page.keyboard.press("Shift+F10");
  await expect(page.getByRole("menuitem", { name: "Arrived" }).locator("kbd")).toHaveAttribute("data-keys", "D");
  await page.keyboard.press("Escape");
  await page.keyboard.press("d");
  await expect(panel.getByText("Arrived", { exact: true }).first()).toBeVisible();

  await page.keyboard.press("F1");
  await page.getByRole("button", { name: "All keys as they were" }).press("Enter");
  await expect(arrived).toHaveText("A");
  await expect(page.getByRole("button", { name: "All keys as they were" })).toHaveCount(0);
});

test("a key is taken off the keyboard and set back", async ({ board, page }) => {
  await expect(board).toBeVisible();
  const key = await change(page, "Week of this column, or back to its day");
  await page.keyboard.press("Delete");
  await expect(key).toHaveText("no key");
  await page.keyboard.press("Escape");
  const heading = page.getByRole("heading", { level: 1 });
  await page.keyboard.press("F4");
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: /^Week of/ }).press("Enter");
  await expect(heading).toHaveText(/22 Nov – 28 Nov 2026|22–28 Nov/);
  await expect(page.getByRole("button", { name: "Back to the day" })).not.toHaveAttribute("aria-keyshortcuts");

  await page.keyboard.press("F1");
  await page.getByRole("button", { name: /back to F4/ }).press("Enter");
  await expect(key).toBeFocused();
  await expect(key).toHaveText("F4");
  await page.keyboard.press("Escape");
  await page.getByRole("gridcell").first().focus();
  await page.keyboard.press("F4");
  await expect(page.getByRole("button", { name: "Back to the day" })).toHaveCount(0);
});

test("without single letters nothing happens by chance, and all else still works", async ({ board, page }) => {
  await expect(board).toBeVisible();
  await page.keyboard.press("F1");
  await reach(page, page.getByRole("checkbox", { name: "Single letters and digits are keys" }));
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");

  const visit = board.getByRole("button", { name: /, booked/ }).first();
  await visit.click();
  const panel = page.getByRole("complementary", { name: "Appointment" });
  await expect(panel.getByRole("button", { name: "Arrived" })).not.toHaveAttribute("aria-keyshortcuts");
  for (const letter of ["a", "d", "n", "x", "m", "?"]) await page.keyboard.press(letter);
  await expect(panel.getByText("Booked", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);

  // The menu does it, and letters on a free time still are a name.
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Arrived" }).press("Enter");
  await expect(panel.getByText("Arrived", { exact: true }).first()).toBeVisible();
  await (await freeHalfHour(board)).focus();
  await page.keyboard.type("ma");
  await expect(page.getByRole("listbox").getByRole("option").first()).toBeVisible();

  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+2");
  await page.locator(":focus[data-row]").waitFor();
  await page.keyboard.press("2");
  await expect(page.getByRole("tab", { name: /^Arrivals/ })).toHaveAttribute("aria-selected", "true");
});
