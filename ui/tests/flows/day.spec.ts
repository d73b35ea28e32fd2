import { expect, focused, freeHalfHour, test } from "./desk";

const heading = "heading";

test("days and dates are walked by keys", async ({ board, page }) => {
  await expect(board).toBeVisible();
  await page.keyboard.press("Control+ArrowRight");
  await expect(page.getByRole(heading, { name: "Tuesday 24 November 2026" })).toBeVisible();
  await page.keyboard.press("Control+Shift+ArrowRight");
  await expect(page.getByRole(heading, { name: "Tuesday 1 December 2026" })).toBeVisible();
  await page.keyboard.press("Control+g");
  await page.getByLabel("Date", { exact: true }).fill("soon");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Date", { exact: true })).toHaveAccessibleDescription(/This is not a date\./);
  await page.getByLabel("Date", { exact: true }).fill("+2w");
  await page.keyboard.press("Enter");
  await expect(page.getByRole(heading, { name: "Monday 7 December 2026" })).toBeVisible();
  await expect(focused(page)).toHaveRole("gridcell");
  await page.keyboard.press("Home");
  await page.getByRole("button", { name: "Today" }).click();
  await expect(page.getByRole(heading, { name: "Monday 23 November 2026" })).toBeVisible();
});

test("columns are providers or rooms", async ({ board, page }) => {
  const heads = () => board.getByRole("columnheader").allInnerTexts();
  const providers = await heads();
  await page.getByRole("radio", { name: "Rooms" }).check();
  await expect.poll(heads).not.toEqual(providers);
  await page.getByRole("radio", { name: "Providers" }).check();
  await expect.poll(heads).toEqual(providers);
});

test("a press on a head is none on the time that is scrolled below it", async ({ board, page }) => {
  const heads = board.getByRole("columnheader");
  // The head of somebody who is there this morning: what lies below it then can be booked.
  const more = heads
    .filter({ hasText: "booked" })
    .getByRole("button", { name: /: more$/ })
    .last();
  await board
    .getByRole("gridcell", { name: /^11:00/ })
    .first()
    .evaluate((it) => it.scrollIntoView());
  await more.click();
  await expect(page.getByRole("menu")).toBeVisible();
  await more.click();
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Book a visit" })).toHaveCount(0);
});

test("time is blocked from a cell and opened again", async ({ board, page }) => {
  const cell = await freeHalfHour(board);
  const name = (await cell.getAttribute("aria-label"))?.replace(/, free$/, "") ?? "";
  await cell.focus();
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Block time…" }).click();
  await page.getByLabel("Reason, shown on the board").fill("Fire drill");
  await page.getByRole("button", { name: "Block", exact: true }).click();
  const closed = board.getByRole("gridcell", { name: new RegExp(`^${name}.*Fire drill$`) });
  await expect(closed).toBeVisible();
  // Visits inside are listed until somebody closes the list.
  await page.keyboard.press("Escape");
  await closed.focus();
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Unblock" }).click();
  await expect(closed).toHaveCount(0);
});

test("F1 lists the keys, and Esc gives the focus back", async ({ board, page }) => {
  await expect(board).toBeVisible();
  await page.keyboard.press("F1");
  const help = page.getByRole("dialog", { name: "Keys" });
  await expect(help.getByRole("button", { name: "N: change the key of “No-show”" }).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(help).toBeHidden();
  await expect(focused(page)).toHaveRole("gridcell");
});

test("a day that cannot be read is said over the board, which stays", async ({ board, page }) => {
  await expect(board).toBeVisible();
  await page.route("**/call/day", (route) => route.abort());
  await page.keyboard.press("Control+ArrowRight");
  const problem = page.getByRole("alert").filter({ has: page.getByRole("button", { name: "Try again" }) });
  await expect(problem).toBeVisible();
  await expect(page.getByRole("heading", { name: "Monday 23 November 2026" })).toBeVisible();
  await page.unroute("**/call/day");
  await problem.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "Tuesday 24 November 2026" })).toBeVisible();
  await expect(problem).toBeHidden();
});
