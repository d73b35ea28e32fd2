import { expect, test, ZONE } from "./desk";

test("the demo clinic starts, and the recovery code has to be kept", async ({ emptyDesk, page }) => {
  // A clinic with a year behind it is made here; a busy PC takes its time.
  test.setTimeout(180_000);
  await page.goto(emptyDesk.url);
  await page.getByRole("button", { name: /Try the demo clinic/ }).click();
  await page.getByRole("checkbox", { name: /passwords alone/ }).check();
  await page.getByRole("button", { name: "Go on without a keyring" }).click();
  await expect(page.getByLabel("Time zone")).toHaveValue(ZONE);
  await page.getByLabel("Time zone").fill("Europe/London");
  await page.getByLabel("Your name").fill("Ana Silva");
  await page.getByLabel("Login").fill("ana");
  await page.getByLabel("Password", { exact: true }).fill("a quiet harbour");
  await page.getByLabel("Password again").fill("a quiet harbour");
  await page.getByRole("button", { name: "Start the demo clinic" }).click();
  await expect(page.getByLabel("Recovery code", { exact: true })).toHaveText(/\w{4}/, { timeout: 150_000 });
  await expect(page.getByRole("button", { name: "Continue" })).toBeDisabled();
  await page.getByRole("checkbox", { name: "I have kept the recovery code" }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("grid", { name: "Day board" })).toBeVisible();
  await expect(page.getByText("Demo data")).toBeVisible();
  const { locations } = await emptyDesk.call<{ locations: { zone: string }[] }>("setup", {});
  expect(locations.map((it) => it.zone)).toEqual(["Europe/London"]);
});

test("an own clinic starts empty, and gets a provider, hours and a visit type", async ({ emptyDesk, page }) => {
  await page.goto(emptyDesk.url);
  await page.getByRole("button", { name: /Set up my clinic/ }).click();
  await page.getByRole("checkbox", { name: /passwords alone/ }).check();
  await page.getByRole("button", { name: "Go on without a keyring" }).click();
  await page.getByLabel("Clinic's name").fill("Riverside");
  await page.getByLabel("First location").fill("Main site");
  await expect(page.getByLabel("Time zone")).toHaveValue(ZONE);
  await page.getByLabel("Your name").fill("Ana Silva");
  await page.getByLabel("Login").fill("ana");
  await page.getByLabel("Password", { exact: true }).fill("a quiet harbour");
  await page.getByLabel("Password again").fill("a quiet harbour");
  await page.getByRole("button", { name: "Set up the clinic" }).click();
  await page.getByRole("checkbox", { name: "I have kept the recovery code" }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("This location has no providers yet.")).toBeVisible();
  await expect(page.getByText("Demo data")).toHaveCount(0);

  await page.keyboard.press("Control+6");
  await page.getByRole("button", { name: "Add a provider" }).click();
  await page.getByLabel("Name, as the board shows it").fill("Dr Mei Chen");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByText("Dr Mei Chen is on the board.").last()).toBeVisible();
  await page.keyboard.press("Control+1");
  await expect(page.getByRole("columnheader", { name: "Dr Mei Chen, No hours set" })).toBeVisible();

  await page.keyboard.press("Control+6");
  await page.getByRole("button", { name: "Set hours of Dr Mei Chen" }).click();
  await page.getByRole("spinbutton", { name: /month/ }).click();
  await page.keyboard.type("11012026");
  await page.getByRole("button", { name: "Save the hours" }).click();
  await expect(page.getByText("Mon, Tue, Wed, Thu, Fri 08:00–12:00, 13:00–17:00; from 1 Nov 2026")).toBeVisible();
  await page.getByRole("button", { name: "Add a visit type" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Wound check");
  await page.getByRole("button", { name: "Save the type" }).click();
  await expect(page.getByRole("cell", { name: "Wound check", exact: true })).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("Control+1");
  await expect(page.getByRole("gridcell", { name: "10:00, Dr Mei Chen, free" })).toBeVisible();
});
