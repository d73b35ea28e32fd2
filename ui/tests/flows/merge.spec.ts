// Two records of one person are made one by keys, found by either number, taken back, and separated again.
import { expect, focused, takeBack, test } from "./desk";
import { Keyboard } from "./keyboard";
import { register } from "./patients";

interface Card {
  patient: { id: string; record_number: string; phones: { number: string }[] };
}

test("two records of one person become one: side by side, by keyboard alone, and back", async ({
  board,
  desk,
  page,
}) => {
  const first = await register(desk, {
    family: "Zabala",
    given: "Ines",
    birth: "1980-02-01",
    phone: "+1 212 555 7391",
  });
  const second = await register(desk, {
    family: "Zabala",
    given: "Inés",
    birth: "1980-02-01",
    phone: "+1 212 555 7392",
  });
  const card = (patient: string) => desk.call<Card>("patient_card", { patient });
  const numbers = [await card(first), await card(second)].map((it) => it.patient.record_number);

  await expect(board).toBeVisible();
  const keyboard = new Keyboard(page);
  await keyboard.press("F2");
  await keyboard.find("2125557391", /^Zabala, Ines/);
  const article = page.getByRole("article", { name: "Patient card" });
  await expect(article.getByText(/May be the same person: Zabala, Inés/)).toBeVisible();
  await expect(focused(page)).toHaveAccessibleName("Book a visit");

  // The warning leads to the two of them, side by side.
  const dialog = page.getByRole("dialog", { name: "Two records, one person" });
  await article.getByRole("button", { name: "Compare and merge" }).press("Enter");
  await expect(dialog.getByRole("row", { name: /^Phones/ })).toContainText("+1 212 555 7391");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();

  await keyboard.press("m");
  await expect(focused(page)).toHaveAccessibleName(/^Zabala, Inés/);
  await keyboard.press("Enter");
  await expect(dialog.getByRole("row", { name: /^Phones/ })).toContainText("+1 212 555 7391");
  // The newer record's word is proposed where both say something.
  await expect(
    dialog
      .getByRole("row", { name: /^Phones/ })
      .getByRole("radio")
      .last(),
  ).toBeChecked();
  await expect(dialog.getByRole("button", { name: "Merge" })).toBeFocused();
  await keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(article.getByText("+1 212 555 7392")).toBeVisible();
  await expect(article.getByRole("heading", { name: "Merged records" })).toBeVisible();
  expect((await card(second)).patient.id).toBe(first);

  // The old number leads to the one record.
  await keyboard.press("F2");
  await keyboard.type(numbers[1] ?? "");
  await expect(page.getByRole("option")).toHaveCount(2);
  await expect(page.getByRole("option").first()).toHaveAccessibleName(new RegExp(`^Zabala.*No. ${numbers[0]}`));
  await keyboard.press("Enter");
  await expect(focused(page)).toHaveAccessibleName("Book a visit");

  await takeBack(page);
  await expect.poll(async () => (await card(second)).patient.id).toBe(second);
  await expect(article.getByText("+1 212 555 7391")).toBeVisible();

  // Merged again, and separated by its button: each has its own number again.
  await keyboard.press("m");
  await expect(focused(page)).toHaveAccessibleName(/^Zabala, Inés/);
  await keyboard.press("Enter");
  await expect(dialog.getByRole("button", { name: "Merge" })).toBeFocused();
  await keyboard.press("Enter");
  await article.getByRole("button", { name: "Separate again" }).press("Enter");
  await expect(article.getByText("+1 212 555 7391")).toBeVisible();
  expect((await card(second)).patient.phones[0]?.number).toBe("+1 212 555 7392");
});
