import { expect, test } from "./desk";

const bundle = {
  resourceType: "Bundle",
  type: "collection",
  entry: [
    {
      resource: {
        resourceType: "Patient",
        id: "p1",
        name: [{ family: "Quartermain", given: ["Odile"] }],
        birthDate: "1975-04-12",
        gender: "female",
        telecom: [{ system: "phone", value: "+1 212 555 0161" }],
      },
    },
    { resource: { resourceType: "Observation", id: "o1", status: "final" } },
  ],
};

test("a file is previewed, imported, accounted for, and recognised a second time", async ({ board, page }) => {
  await expect(board).toBeVisible();
  await page.keyboard.press("Control+5");
  const file = { name: "bundle.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(bundle)) };
  const nonsense = { name: "letter.json", mimeType: "application/json", buffer: Buffer.from("Dear clinic,") };
  await page.getByLabel("Choose files, or drop them here").setInputFiles([file, nonsense]);
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByText("Nothing is stored yet.")).toBeVisible();
  await expect(page.getByRole("row", { name: /letter\.json/ }).last()).toContainText("Not taken");
  await expect(page.getByRole("row", { name: /^Patients 1 0 0 0/ })).toBeVisible();
  await page.getByRole("button", { name: "Import now" }).click();
  await expect(page.getByText("The import is done.")).toBeVisible();

  await page.keyboard.press("F2");
  await page.keyboard.type("quarterm");
  await expect(page.getByRole("option", { name: /Quartermain, Odile/ })).toBeVisible();

  await page.keyboard.press("Control+5");
  await page.getByLabel("Choose files, or drop them here").setInputFiles([file]);
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByRole("row", { name: /^Patients 0 0 1 0/ })).toBeVisible();
});

test("an import that is stopped leaves nothing, and can be run again", async ({ board, page }) => {
  await expect(board).toBeVisible();
  const entry = (n: number) => ({
    resource: {
      resourceType: "Patient",
      id: `p${n}`,
      name: [{ family: `Quartermain${n}`, given: ["Odile"] }],
      birthDate: "1975-04-12",
    },
  });
  const many = { ...bundle, entry: Array.from({ length: 6_000 }, (_, n) => entry(n)) };
  const file = { name: "many.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(many)) };
  await page.keyboard.press("Control+5");
  await page.getByLabel("Choose files, or drop them here").setInputFiles([file]);
  await page.getByRole("button", { name: "Preview" }).click();
  await expect(page.getByText("Nothing is stored yet.")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Import now" }).click();
  await page.getByRole("button", { name: "Stop the import" }).click();
  await expect(page.getByText("nothing of it is stored")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("row", { name: /^Patients 6,000 0 0 0/ })).toBeVisible();
  await page.getByRole("button", { name: "Import now" }).click();
  await expect(page.getByText("The import is done.")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("row", { name: /^Patients 6,000 0 0 0/ })).toBeVisible();
});
