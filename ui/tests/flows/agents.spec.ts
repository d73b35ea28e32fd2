// The agents at the front desk: a visit is booked, moved and cancelled by words alone; nothing happens before a yes.
import type { Page } from "@playwright/test";
import { check } from "./accessible";
import { expect, test } from "./desk";
import { Keyboard } from "./keyboard";
import { register } from "./patients";

const ZELDA = { family: "Zabriskie", given: "Zelda", birth: "1980-01-02" };
const ZIM = { family: "Zim", given: "Zoe", birth: "1980-04-12" };

const panel = (page: Page) => page.getByRole("complementary", { name: "Ask" });
const line = (page: Page) => panel(page).getByLabel("Ask or tell");
const last = (page: Page) => panel(page).getByRole("log").locator("section").last();
const heading = (page: Page) => page.getByRole("heading", { level: 1 });

/** Says something, as somebody types it. */
async function say(page: Page, words: string) {
  const turns = panel(page).getByRole("log").locator("section");
  const before = await turns.count();
  await line(page).fill(words);
  await page.keyboard.press("Enter");
  await expect(turns).toHaveCount(before + 1);
}

test("a visit is booked, moved and cancelled by words alone", async ({ desk, board, page }) => {
  const id = await register(desk, ZELDA);
  await board.focus();
  const keyboard = new Keyboard(page);
  await keyboard.press("Control+k");
  await expect(line(page)).toBeFocused();
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

test("what waits for a yes stands on the board, and goes with a no", async ({ desk, board, page }) => {
  await register(desk, ZELDA);
  await board.focus();
  const today = (await heading(page).textContent()) ?? "";
  const proposed = board.getByRole("gridcell", { name: /, proposed for Zabriskie, Zelda/ });
  await page.keyboard.press("Control+k");

  await say(page, "Book Zelda Zabriskie for a follow-up on Thursday next week");
  await page.keyboard.press("1");
  await expect(last(page)).toContainText("Follow-up, Thu 3 Dec");
  await expect(heading(page)).toContainText("3 Dec 2026");
  await expect(proposed.first()).toBeInViewport();
  const ghost = page.locator(".proposed");
  await expect(ghost).toHaveText("Zabriskie, Zelda proposed");
  await expect(ghost).toHaveCSS("border-style", "dashed");
  await check(page, "a proposed visit on the board");
  await say(page, "no");
  await expect(last(page)).toContainText("Nothing was done.");
  await expect(ghost).toBeHidden();
  await expect(heading(page)).toHaveText(today);

  await say(page, "Book Zelda Zabriskie for a follow-up on Thursday next week");
  await page.keyboard.press("1");
  await expect(proposed.first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(last(page)).toContainText("Booked: Zabriskie, Zelda");
  await expect(proposed).toHaveCount(0);
  const visit = board.getByRole("button", { name: /^Zabriskie, Zelda/ });
  await expect(visit).toBeVisible();

  await say(page, "Move Zelda Zabriskie to 3 December in the afternoon");
  await page.keyboard.press("2");
  await expect(proposed.first()).toBeInViewport();
  await expect(visit).toHaveAccessibleName(/^Zabriskie, Zelda, moves, Follow-up/);
  await check(page, "a proposed move on the board");
  await say(page, "no");
  await expect(visit).toHaveAccessibleName(/^Zabriskie, Zelda, Follow-up/);

  await page.getByRole("button", { name: "Today", exact: true }).click();
  await expect(heading(page)).toHaveText(today);
  await line(page).focus();
  await say(page, "Cancel Zelda Zabriskie");
  await expect(visit).toHaveAccessibleName(/^Zabriskie, Zelda, to be cancelled, Follow-up/);
  await expect(visit).toBeInViewport();
  await check(page, "a visit that is to be cancelled on the board");
  await page.keyboard.press("Escape");
  await expect(panel(page)).toBeHidden();
  await expect(visit).toHaveAccessibleName(/^Zabriskie, Zelda, Follow-up/);
});

test("while somebody types, it says what it understood and how the line may go on", async ({ desk, board, page }) => {
  await register(desk, ZIM);
  await board.focus();
  const keyboard = new Keyboard(page);
  await keyboard.press("Control+k");
  const examples = panel(page).getByRole("listbox", { name: "For example" }).getByRole("option");
  await expect(examples).toHaveCount(6);
  const [first] = await examples.allTextContents();
  await keyboard.press("ArrowDown");
  await expect(examples.first()).toHaveAttribute("aria-selected", "true");
  await check(page, "the examples");
  await keyboard.press("Enter");
  await expect(line(page)).toHaveValue(first?.trim() ?? "");
  await expect(panel(page).getByRole("log").locator("section")).toHaveCount(0);

  await line(page).fill("");
  const place = await line(page).boundingBox();
  await keyboard.type("book zoe zim fri");
  const heard = panel(page).getByRole("list", { name: "Understood so far" }).getByRole("listitem");
  await expect(heard).toHaveText(["Book a visit", "“zoe zim”", "Fri 27 Nov"]);
  const options = panel(page).getByRole("listbox", { name: "How it may go on" }).getByRole("option");
  await expect(options).toHaveText(["book zoe zim Friday"]);
  expect(await line(page).boundingBox(), "nothing moves").toEqual(place);
  await keyboard.press("ArrowUp");
  await expect(options.first()).toHaveAttribute("aria-selected", "true");
  await check(page, "a line with suggestions");
  await keyboard.press("Tab");
  await expect(line(page)).toBeFocused();
  await expect(line(page)).toHaveValue("book zoe zim Friday");

  await line(page).fill("bo");
  await expect(options.first()).toBeVisible();
  await keyboard.press("Escape");
  await expect(options.first()).toBeHidden();
  await expect(panel(page)).toBeVisible();
  await keyboard.press("ArrowDown");
  await expect(options.first()).toHaveAttribute("aria-selected", "true");
  await keyboard.press("Escape", "Escape");
  await expect(panel(page)).toBeHidden();
});

test("the experts' line books with at most 25 keys", async ({ desk, board, page }) => {
  const id = await register(desk, ZIM);
  const setup = await desk.call<{ appointment_types: { name: string; short_code: string }[] }>("setup", {});
  const code = setup.appointment_types.find((it) => it.name === "Follow-up")?.short_code.toLowerCase() ?? "";
  await board.focus();
  const keyboard = new Keyboard(page);
  await keyboard.press("Control+k");
  await expect(line(page)).toBeFocused();
  await keyboard.type(`zim 0412 ${code} chang 2w`);
  const heard = panel(page).getByRole("list", { name: "Understood so far" }).getByRole("listitem");
  await expect(heard).toHaveText(["Book a visit", "“zim”", "Dr Mei Chang", "Follow-up", "Mon 7 Dec"]);
  await keyboard.press("Enter");
  await expect(last(page)).toContainText("Times for Follow-up");
  await keyboard.press("1");
  await expect(last(page)).toContainText("Book Zim, Zoe, born 12 Apr 1980: Follow-up, ");
  await keyboard.press("Enter");
  await expect(last(page)).toContainText("Booked: Zim, Zoe");
  expect(keyboard.count).toBeLessThanOrEqual(25);
  const card = await desk.call<{ next_visits: { visit: { type_name: string } }[] }>("patient_card", { patient: id });
  expect(card.next_visits.map((it) => it.visit.type_name)).toEqual(["Follow-up"]);
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

test("the organization's own words and number come before those that came with the desk", async ({
  desk,
  board,
  page,
}) => {
  const { version, added, left_out } = await desk.call<Record<string, unknown>>("emergency_plan", {});
  const own = { script: "Press the red button.\nFetch Dr Chang.", number: "0-911", reviewed_by: "", reviewed_on: null };
  await board.focus();
  await page.keyboard.press("Control+k");
  await say(page, "he has crushing chest pain");
  const alarm = last(page).getByRole("alert");
  const isUnreviewed = alarm.getByText("These words are to be reviewed by a clinician.");
  await expect(alarm).toContainText("dial 911 now");
  await expect(isUnreviewed).toBeVisible();

  await desk.call("put_emergency_plan", { version, added, left_out, ...own });
  await page.keyboard.press("Enter");
  await say(page, "he has crushing chest pain");
  await expect(alarm).toContainText("Call 0-911");
  await expect(alarm).toContainText("Press the red button.");
  await expect(alarm).not.toContainText("dial 911 now");
  await expect(isUnreviewed).toBeVisible();
  await check(page, "an emergency");

  const { version: next } = await desk.call<Record<string, unknown>>("emergency_plan", {});
  const reviewed = { reviewed_by: "Dr Chang", reviewed_on: "2026-11-20" };
  await desk.call("put_emergency_plan", { version: next, added, left_out, ...own, ...reviewed });
  await page.keyboard.press("Enter");
  await say(page, "he has crushing chest pain");
  await expect(alarm).toContainText("Call 0-911");
  await expect(isUnreviewed).toBeHidden();
});
