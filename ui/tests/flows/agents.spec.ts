// The agents at the front desk: a visit is booked, moved and cancelled by words alone; nothing happens before a yes.
import type { Page } from "@playwright/test";
import { check } from "./accessible";
import { expect, test } from "./desk";
import { Keyboard } from "./keyboard";
import { register } from "./patients";

const ZELDA = { family: "Zabriskie", given: "Zelda", birth: "1980-01-02" };

const panel = (page: Page) => page.getByRole("complementary", { name: "Ask" });
const last = (page: Page) => panel(page).getByRole("log").locator("section").last();

/** Says something, as somebody types it. */
async function say(page: Page, words: string) {
  const turns = panel(page).getByRole("log").locator("section");
  const before = await turns.count();
  await panel(page).getByLabel("Ask or tell").fill(words);
  await page.keyboard.press("Enter");
  await expect(turns).toHaveCount(before + 1);
}

test("a visit is booked, moved and cancelled by words alone", async ({ desk, board, page }) => {
  const id = await register(desk, ZELDA);
  await board.focus();
  const keyboard = new Keyboard(page);
  await keyboard.press("Control+k");
  await expect(panel(page).getByLabel("Ask or tell")).toBeFocused();
  const visits = async () => (await desk.call<{ next_visits: unknown[] }>("patient_card", { patient: id })).next_visits;

  await say(page, "Book Zelda Zabriskie next week");
  await expect(last(page).getByRole("listitem").first()).toBeVisible();
  await keyboard.press("1");
  await expect(last(page)).toContainText("Book Zabriskie, Zelda, born");
  await expect(last(page)).toContainText("Nothing is done before you say yes.");
  expect(await visits()).toHaveLength(0);
  await keyboard.press("Enter");
  await expect(last(page)).toContainText("Booked: Zabriskie, Zelda");
  expect(await visits()).toHaveLength(1);

  await say(page, "Move Zelda Zabriskie to the week after next");
  await keyboard.press("1");
  await expect(last(page)).toContainText("Move Zabriskie, Zelda, born");
  await say(page, "yes");
  await expect(last(page)).toContainText("Moved: Zabriskie, Zelda");

  await say(page, "cancel Zelda Zabriskie");
  await expect(last(page)).toContainText("Cancel the visit of Zabriskie, Zelda");
  await say(page, "no");
  await expect(last(page)).toContainText("Nothing was done.");
  expect(await visits()).toHaveLength(1);
  await say(page, "cancel Zelda Zabriskie");
  await say(page, "yes please");
  await expect(last(page)).toContainText("Cancelled: Zabriskie, Zelda");
  expect(await visits()).toHaveLength(0);
  await check(page, "the agents");
});

test("words of danger stop everything else, and one key dismisses them", async ({ board, page }) => {
  await board.focus();
  await page.keyboard.press("Control+k");
  await say(page, "he has crushing chest pain and cannot breathe");
  const alarm = last(page).getByRole("alert");
  await expect(alarm).toContainText("This may be an emergency");
  await page.keyboard.press("Enter");
  await expect(alarm).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(panel(page)).toBeHidden();
});
