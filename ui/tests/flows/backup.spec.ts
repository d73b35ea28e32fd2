import { mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, openSettings, test } from "./desk";

test("a backup is made, and restored on another desk with the printed code", async ({
  desk,
  board,
  emptyDesk,
  page,
}) => {
  // Goes with the desk: the daily round may be writing into it.
  const folder = join(dirname(desk.home), "backups");
  mkdirSync(folder);
  await expect(board).toBeVisible();
  await openSettings(page, "Recovery code");
  await page.getByRole("button", { name: "Make a new recovery code" }).click();
  const dialog = page.getByRole("dialog", { name: "Keep this recovery code" });
  const code = await dialog.getByLabel("Recovery code", { exact: true }).innerText();
  await dialog.getByRole("checkbox").check();
  await dialog.getByRole("button", { name: "Continue" }).click();
  await expect(dialog).toBeHidden();

  await openSettings(page, "Backup");
  await page.getByRole("textbox", { name: "Folder" }).fill(folder);
  await page.getByRole("button", { name: "Use this folder" }).click();
  await expect(page.getByText("The backup folder is set.").last()).toBeVisible();
  await page.getByRole("button", { name: "Back up now" }).click();
  await expect(page.getByText("The backup is made and verified.").last()).toBeVisible({ timeout: 30_000 });
  // A file whose name begins with a dot is still being written, by the daily round.
  const file = readdirSync(folder).find((name) => !name.startsWith(".")) ?? "";

  await page.goto(emptyDesk.url);
  await page.getByRole("button", { name: /Restore from a backup/ }).click();
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Go on without a keyring" }).click();
  await page.getByLabel("Backup file").setInputFiles(join(folder, file));
  await page.getByLabel("Recovery code").fill(code);
  await page.getByLabel("Login").fill("ana");
  await page.getByLabel("New password", { exact: true }).fill("another quiet harbour");
  await page.getByLabel("New password again").fill("another quiet harbour");
  await page.getByRole("button", { name: "Restore", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Keep this recovery code" })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByLabel("Recovery code", { exact: true })).not.toHaveText(code);
  await page.getByRole("checkbox", { name: "I have kept the recovery code" }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("grid", { name: "Day board" })).toBeVisible();
  await expect(page.getByRole("columnheader")).not.toHaveCount(1);
});
