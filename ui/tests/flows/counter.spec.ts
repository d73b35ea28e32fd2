// At the counter: who it is, where the visit stands, and back again after a slip; by single keys.
import type { Locator, Page } from "@playwright/test";
import { expect, focused, test } from "./desk";
import { Keyboard } from "./keyboard";
import { register } from "./patients";

/** The first booked visit of the day, under the cursor; and where it stands. */
async function first(board: Locator): Promise<(status: string) => Locator> {
  const booked = board.getByRole("button", { name: /, booked(, has a note)?$/ }).first();
  const [family = "", given = ""] = ((await booked.getAttribute("aria-label")) ?? "").split(", ");
  await booked.click();
  await board.page().keyboard.press("Escape");
  await expect(focused(board.page())).toHaveRole("gridcell");
  return (status) => board.getByRole("button", { name: new RegExp(`^${family}, ${given}, .+, ${status}`) }).first();
}

const dialog = (page: Page) => page.getByRole("dialog", { name: /^Check in / });

test("a patient is checked in with two details, and goes through the day by one key a step", async ({
  board,
  page,
}) => {
  const visit = await first(board);
  const keyboard = new Keyboard(page);
  await keyboard.press("i");
  await expect(dialog(page).getByRole("checkbox").first()).toBeFocused();
  await keyboard.press("1", "Enter");
  await expect(dialog(page).getByRole("alert").filter({ hasText: "compare 2 details" })).toBeVisible();
  await keyboard.press("2", "Enter");
  await expect(dialog(page)).toBeHidden();
  await expect(visit("checked in")).toBeVisible();
  await expect(focused(page)).toHaveRole("gridcell");
  expect(keyboard.count).toBeLessThanOrEqual(5);
  await keyboard.press("r");
  await expect(visit("in room")).toBeVisible();
  await keyboard.press("p");
  await expect(visit("with provider")).toBeVisible();
  await keyboard.press("d");
  await expect(visit("done")).toBeVisible();
  expect(keyboard.count).toBeLessThanOrEqual(8);

  await keyboard.press("Enter");
  const panel = page.getByRole("complementary", { name: "Appointment" });
  await expect(panel.getByText(/compared: full name, birth date/)).toBeVisible();
  // The way back is there, and is not what the panel asks for.
  const back = panel.getByRole("button", { name: "Back to “with provider”" });
  await expect(back).toBeVisible();
  await expect(back).not.toHaveClass(/primary/);
});

test("a changed detail is put right in the course of the check-in", async ({ board, page }) => {
  await first(board);
  const keyboard = new Keyboard(page);
  await keyboard.press("i");
  await expect(dialog(page).getByRole("checkbox").first()).toBeFocused();
  await keyboard.press("e");
  const panel = page.getByRole("complementary", { name: "Patient" });
  await panel.getByLabel("E-mail").fill("new@example.org");
  await panel.getByRole("button", { name: "Save the record" }).press("Enter");
  await expect(dialog(page).getByRole("checkbox").first()).toBeFocused();
  await keyboard.press("1", "2", "Enter");
  await expect(dialog(page)).toBeHidden();
});

test("what was done last is taken back by Ctrl+Z, once it stands on the screen", async ({ board, page }) => {
  const visit = await first(board);
  const keyboard = new Keyboard(page);
  await keyboard.press("Control+z");
  await expect(page.getByText("There is nothing to take back", { exact: false }).last()).toBeVisible();
  await keyboard.press("a");
  await expect(visit("arrived")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Undo: .+(arrived|minutes late)/ })).toBeVisible();
  await keyboard.press("Control+z");
  await expect(visit("booked")).toBeVisible();
  await expect(page.getByText(/^Taken back: .+(arrived|minutes late)/).last()).toBeVisible();

  await keyboard.press("a");
  await expect(visit("arrived")).toBeVisible();
  await page.getByRole("region", { name: "Notes" }).getByRole("button", { name: "Close this note" }).last().click();
  await board.getByRole("gridcell").first().focus();
  await keyboard.press("Control+z");
  await expect(page.getByText("Press Ctrl+Z once more to take this back.").last()).toBeVisible();
  await expect(visit("arrived")).toBeVisible();
  await keyboard.press("Control+z");
  await expect(visit("booked")).toBeVisible();
});

test("a walk-in is put beside a booked visit as an overbook, with its reason", async ({ desk, board, page }) => {
  await register(desk, { family: "Zabriskie", given: "Zelda", birth: "1980-01-02" });
  const region = page.getByRole("region", { name: "Book a visit" });
  const reason = region.getByLabel("Reason for the overbook");
  const booked = board.getByRole("button", { name: /, booked/ });
  const keyboard = new Keyboard(page);
  // Not every session takes overbooks: the desk says where it can be.
  for (let nth = 0; nth < (await booked.count()); nth++) {
    await booked.nth(nth).click();
    await keyboard.press("Escape");
    keyboard.count = 0;
    await keyboard.press("b");
    await keyboard.find("zabr", /Zabriskie/);
    await expect(reason.or(region.getByRole("button", { name: "Book", exact: true })).first()).toBeVisible();
    await expect(region.getByRole("alert").last()).toHaveText(/\w+.*\./);
    if (await reason.isVisible()) break;
    await keyboard.press("Escape");
  }
  await expect(reason).toBeFocused();
  await keyboard.press("Enter");
  await expect(region.getByText("An overbook needs a reason.")).toBeVisible();
  await keyboard.type("walk-in");
  await keyboard.press("Enter");
  await expect(region).toBeHidden();
  await expect(board.getByRole("button", { name: /^Zabriskie, Zelda, x2, .+ overbooked/ })).toBeVisible();
  expect(keyboard.count - "walk-in".length).toBeLessThanOrEqual(8);
});
