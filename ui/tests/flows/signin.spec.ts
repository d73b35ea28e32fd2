import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, PASSWORD, signIn, test, ZONE } from "./desk";
import { press, reach } from "./keyboard";
import { register } from "./patients";

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

test("who forgot the password comes back in with the printed code, by keys alone", async ({ emptyDesk, page }) => {
  const made = await emptyDesk.call<{ recovery_code: string }>("set_up", {
    organization_name: "Riverside",
    organization_kind: "clinic",
    location_name: "Main site",
    zone: ZONE,
    person_name: "Ana Silva",
    login: "ana",
    password: "long forgotten words",
    key_store: "passphrase_only",
  });
  await emptyDesk.call("lock", {});
  await page.goto(emptyDesk.url);
  await press(page, page.getByRole("button", { name: "I cannot sign in" }));
  await press(page, page.getByRole("button", { name: "Use the recovery code" }));
  await expect(page.getByLabel("Recovery code")).toBeFocused();
  await page.keyboard.type(made.recovery_code.toLowerCase());
  await page.keyboard.press("Tab");
  await page.keyboard.type("ana");
  for (const field of ["New password", "New password again"]) {
    await reach(page, page.getByRole("textbox", { name: field, exact: true }));
    await page.keyboard.type(PASSWORD);
  }
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Keep this recovery code" })).toBeVisible();
  await expect(page.getByLabel("Recovery code", { exact: true })).not.toHaveText(made.recovery_code);
  await press(page, page.getByRole("checkbox", { name: "I have kept the recovery code" }), "Space");
  await press(page, page.getByRole("button", { name: "Continue" }));
  await expect(page.getByRole("heading", { name: "Monday 23 November 2026" })).toBeVisible();
  await page.keyboard.press("Control+l");
  await signIn(page, "ana", PASSWORD);
  await expect(page.getByRole("heading", { name: "Monday 23 November 2026" })).toBeVisible();
});

test("a damaged working copy is rebuilt from a backup, with what came after it", async ({ desk, board, page }) => {
  const folder = mkdtempSync(join(tmpdir(), "front-desk-rebuild-"));
  await expect(board).toBeVisible();
  await desk.call("set_backup_folder", { folder });
  await desk.call("back_up_now", {});
  await register(desk, { family: "Zabriskie", given: "Zelda", birth: "1980-01-02" });
  await page.keyboard.press("Control+l");
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  const damaged = join(desk.home, "mirror.db");
  writeFileSync(damaged, readFileSync(damaged).fill(0x5a, 0, 8192));

  await signIn(page);
  await expect(page.getByRole("form", { name: "Sign in" })).toContainText("working copy is damaged");
  // The drive with the backups is not connected: the demo's rows are in nothing that the desk can find.
  const backup = readdirSync(folder).find((name) => !name.startsWith(".")) ?? "";
  const away = mkdtempSync(join(tmpdir(), "front-desk-away-"));
  renameSync(join(folder, backup), join(away, backup));
  await page.getByRole("button", { name: "Rebuild the working copy" }).click();
  await expect(page.getByLabel("Administrator's login")).toHaveValue("ana");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Rebuild and open" }).click();
  await expect(page.getByRole("form", { name: "Rebuild" })).toContainText("Choose a backup");
  await page.getByLabel("Backup file").setInputFiles(join(away, backup));
  await page.getByRole("button", { name: "Rebuild and open" }).click();

  await expect(page.getByRole("grid", { name: "Day board" })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/The working copy was rebuilt from the backup of 23 Nov 2026/)).toBeVisible();
  await page.keyboard.press("F2");
  await page.keyboard.type("zabriskie");
  await expect(page.getByRole("option", { name: /Zabriskie, Zelda/ })).toBeVisible();
  rmSync(folder, { recursive: true });
  rmSync(away, { recursive: true });
});
