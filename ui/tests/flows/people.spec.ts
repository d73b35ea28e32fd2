import { expect, signIn, test } from "./desk";

test("a person is added, signs in with the one-time password and has to change it", async ({ board, page }) => {
  await expect(board).toBeVisible();
  await page.keyboard.press("Control+4");
  await page.getByRole("button", { name: "Add a person" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Ben Ito");
  await page.getByLabel("Login").fill("ben");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  const shown = page.getByRole("dialog", { name: "One-time password for Ben Ito" });
  const password = await shown.getByLabel("One-time password").innerText();
  await shown.getByRole("button", { name: "I have handed it over" }).click();
  await expect(page.getByRole("cell", { name: "Ben Ito", exact: true })).toBeVisible();

  await page.keyboard.press("Control+l");
  await signIn(page, "ben", password);
  await expect(page.getByRole("heading", { name: "Choose a new password" })).toBeVisible();
  await page.getByLabel("One-time password").fill(password);
  await page.getByRole("textbox", { name: "New password", exact: true }).fill("ships in the fog");
  await page.getByLabel("New password again").fill("ships in the fog");
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByRole("grid", { name: "Day board" })).toBeVisible();
  await expect(page.getByRole("button", { name: "People" })).toHaveCount(0);
});

test("a person whom two administrators change keeps what both of them did", async ({ desk, board, page }) => {
  await expect(board).toBeVisible();
  await page.keyboard.press("Control+4");
  await page.getByRole("button", { name: "Change Ana Silva" }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("checkbox", { name: "Billing" }).check();
  const { people } = await desk.call<{ people: { id: string; version: number; roles: string[] }[] }>("people", {});
  const ana = people[0];
  await desk.call("change_person", { ...ana, login: undefined, name: "Ana Silva Costa", is_active: true });
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await expect(form.getByText(/Somebody else saved this meanwhile/)).toBeVisible();
  await expect(form.getByLabel("Name", { exact: true })).toHaveValue("Ana Silva Costa");
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("row", { name: /Ana Silva Costa \(you\) ana .*Billing/ })).toBeVisible();
});
