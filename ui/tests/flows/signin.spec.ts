import { expect, PASSWORD, signIn, test } from "./desk";

test("a wrong password is said, a right one opens today's board", async ({ desk, page }) => {
  await page.goto(desk.url);
  await signIn(page, "ana", "not the password");
  await expect(page.getByLabel("Password", { exact: true })).toHaveAccessibleDescription(/.+\./);
  await expect(page.getByLabel("Password", { exact: true })).toBeFocused();
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Monday 23 November 2026" })).toBeVisible();
  await expect(page.getByText("Demo data")).toBeVisible();
  await expect(page.locator(":focus")).toHaveRole("gridcell");
});

test("locking empties the window, and somebody else may sign in", async ({ board, page }) => {
  const name = await board
    .getByRole("button", { name: /booked|done|arrived/ })
    .first()
    .getAttribute("aria-label");
  const patient = name?.split(",")[0] ?? "";
  expect(patient).not.toBe("");
  await page.keyboard.press("Control+l");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  expect(await page.content()).not.toContain(patient);
  await expect(page.getByLabel("Login")).toBeFocused();
});

test("a desk that locked itself empties the window too", async ({ desk, board, page }) => {
  await expect(board).toBeVisible();
  await desk.call("lock", {});
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("help says what to do when one cannot sign in", async ({ desk, page }) => {
  await page.goto(desk.url);
  await page.getByRole("button", { name: "I cannot sign in" }).click();
  await page.getByRole("button", { name: "Use the recovery code" }).click();
  await page.getByLabel("Recovery code").fill("AAAA-BBBB");
  await page.getByLabel("Login").fill("ana");
  await page.getByLabel("New password", { exact: true }).fill("a new quiet harbour");
  await page.getByLabel("New password again").fill("another one");
  await page.getByRole("button", { name: "Set the password and open" }).click();
  await expect(page.getByLabel("New password again")).toHaveAccessibleDescription("The two passwords differ.");
  await page.getByLabel("New password again").fill("a new quiet harbour");
  await page.getByRole("button", { name: "Set the password and open" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /code/i }).first()).toBeVisible();
});
