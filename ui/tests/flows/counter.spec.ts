// At the counter: who it is, where the visit stands, and back again after a slip; by single keys.
import type { Locator, Page } from "@playwright/test";
import type { OrganizationView } from "../../src/bridge/views";
import { type Desk, expect, focused, test } from "./desk";
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

/** Nothing is due beside who it is, for whomever the demo has there. */
async function asksNothing(desk: Desk): Promise<void> {
  const { organization } = await desk.call<{ organization: OrganizationView }>("setup", {});
  await desk.call("put_organization", { ...organization, confirm_details_days: 0, card_interval: "never" });
}

test("a patient is checked in with two details, and goes through the day by one key a step", async ({
  desk,
  board,
  page,
}) => {
  await asksNothing(desk);
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

test("a changed detail is put right in the check-in itself, or in the whole record", async ({ desk, board, page }) => {
  await asksNothing(desk);
  const visit = await first(board);
  const keyboard = new Keyboard(page);
  await keyboard.press("i");
  await expect(dialog(page).getByRole("checkbox").first()).toBeFocused();
  await keyboard.press("e");
  await dialog(page).getByRole("button", { name: "The whole record…" }).click();
  const panel = page.getByRole("complementary", { name: "Patient" });
  await panel.getByLabel("City").fill("Riverton");
  await panel.getByRole("button", { name: "Save the record" }).press("Enter");

  await expect(dialog(page).getByRole("checkbox").first()).toBeFocused();
  await keyboard.press("1", "2", "e");
  await expect(dialog(page).getByRole("textbox", { name: "Phone" })).toBeFocused();
  await expect(dialog(page).getByLabel("City")).toHaveValue("Riverton");
  // Digits and letters are text in here.
  await page.keyboard.press("Control+a");
  await page.keyboard.type("212 555 0123");
  await dialog(page).getByLabel("E-mail").fill("new@example.org");
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeHidden();
  await expect(visit("checked in")).toBeVisible();
  await page.keyboard.press("Enter");
  const history = page.getByRole("complementary", { name: "Appointment" });
  await expect(history.getByText("Details still correct")).toBeVisible();
  await history.locator("button.patient").click();
  await expect(panel.getByText("new@example.org")).toBeVisible();
  await expect(panel.getByText("212 555 0123")).toBeVisible();
  await expect(panel.getByText("Details confirmed")).toBeVisible();
});

test("who was not asked for long is asked once by two keys, and the next check-in takes no key more", async ({
  desk,
  board,
  page,
}) => {
  await register(desk, { family: "Zorrilla", given: "Ines", birth: "1980-02-01" });
  await expect(board).toBeVisible();
  const keyboard = new Keyboard(page);
  const correct = dialog(page).getByRole("button", { name: "Still correct" });

  async function walksIn(): Promise<void> {
    await keyboard.press("F9");
    await keyboard.find("zorrilla", /^Zorrilla,/);
    await expect(page.getByRole("button", { name: "Book, and waiting" })).toBeEnabled();
    await expect(page.getByRole("radio", { name: "Standard" })).toBeFocused();
    await keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "Queue number" })).toBeVisible();
    await keyboard.press("Enter");
    await expect(focused(page)).toHaveAccessibleName(/Zorrilla, Ines.*Arrived/i);
    keyboard.count = 0;
    await keyboard.press("i");
    await expect(dialog(page).getByRole("checkbox").first()).toBeFocused();
  }

  await walksIn();
  await expect(correct).toBeVisible();
  await expect(dialog(page).getByRole("group", { name: "Still correct?" })).toContainText("+1 212 555 0147");
  await keyboard.press("1", "2", "Enter");
  await expect(dialog(page).getByRole("alert").filter({ hasText: "Not everything was asked" })).toBeVisible();
  await keyboard.press("c", "s");
  await expect(correct).toHaveAttribute("aria-pressed", "true");
  await expect(dialog(page).getByRole("button", { name: "Seen", exact: true })).toHaveAttribute("aria-pressed", "true");
  await keyboard.press("Enter");
  await expect(dialog(page)).toBeHidden();
  await keyboard.press("Enter");
  const panel = page.getByRole("complementary", { name: "Appointment" });
  await expect(panel.getByText("Details still correct, card seen")).toBeVisible();
  await page.keyboard.press("Escape");

  await walksIn();
  await expect(correct).toBeHidden();
  await keyboard.press("1", "2", "Enter");
  await expect(dialog(page)).toBeHidden();
  expect(keyboard.count).toBe(4);
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
