import { expect, test } from "./desk";
import { register } from "./patients";

test("a new patient is registered, a duplicate is noticed, and the card is kept", async ({ desk, board, page }) => {
  await expect(board).toBeVisible();
  await register(desk, { family: "Zabriskie", given: "Zelda", birth: "1980-01-02" });
  await page.keyboard.press("F2");
  await page.keyboard.type("zabriskie, zelda q");
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Family name")).toHaveValue("Zabriskie");
  await page.getByLabel("Given names").fill("Zelda");
  await page.getByLabel("Birth date").click();
  await page.keyboard.type("01021980");
  await page.getByLabel("Phone", { exact: true }).fill("+1 212 555 0147");
  await page.getByRole("button", { name: "Register" }).click();
  await expect(page.getByText("Is it one of these?")).toBeVisible();
  await page.getByRole("button", { name: /^Use this record: Zabriskie, Zelda/ }).click();

  const card = page.getByRole("article", { name: "Patient card" });
  await expect(card.getByRole("heading", { name: "Zabriskie, Zelda" })).toBeVisible();
  await expect(card.getByText("Ask for the new insurance card.")).toBeVisible();
  await card.getByRole("button", { name: "Edit record" }).click();
  await page.getByLabel("E-mail").fill("zelda@example.org");
  await page.getByRole("button", { name: "Save the record" }).click();
  await expect(card.getByText("zelda@example.org")).toBeVisible();

  await card.getByRole("button", { name: "Add a caregiver" }).click();
  await page.getByLabel("Caregiver's name").fill("Rosa Ruiz");
  await page.getByRole("button", { name: "Save the caregiver" }).click();
  await expect(card.getByText("Rosa Ruiz")).toBeVisible();

  await card.getByRole("button", { name: "Show who looked at this record" }).click();
  await expect(card.getByText("The chain of entries was verified just now.")).toBeVisible();

  await card.getByRole("button", { name: "Book a visit" }).click();
  await expect(page.getByRole("region", { name: "Book a visit" }).getByText("Zabriskie, Zelda").first()).toBeVisible();
  await expect(page.getByLabel("Asked by")).toContainText("Rosa Ruiz (parent)");
});
