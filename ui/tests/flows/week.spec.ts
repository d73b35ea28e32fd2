import { expect, focused, freeHalfHour, test } from "./desk";
import { register } from "./patients";

test("a provider's week is one key from the day, is booked and walked by the same keys, and leads back to its day", async ({
  desk,
  board,
  page,
}) => {
  await register(desk, { family: "Zabriskie", given: "Zelda", birth: "1980-01-02" });
  const cell = await freeHalfHour(board);
  await cell.focus();
  const [time = "", provider = ""] = ((await cell.getAttribute("aria-label")) ?? "").split(", ");
  await page.keyboard.press("F4");
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toContainText(`${provider}, 22 Nov – 28 Nov 2026`);
  const heads = board.getByRole("columnheader");
  await expect(heads).toHaveCount(8);
  await expect(heads.nth(1)).toHaveAccessibleName(/^Sun 22 Nov/);
  await expect(heads.nth(7)).toHaveAccessibleName(/^Sat 28 Nov/);
  // The cursor is still at that time, in the column of that day.
  await expect(focused(page)).toHaveAccessibleName(new RegExp(`^${time}, .+ Nov, free$`));
  const day = ((await focused(page).getAttribute("aria-label")) ?? "").split(", ")[1] ?? "";

  await page.keyboard.type("zabr");
  await expect(page.getByRole("option", { name: /Zabriskie, Zelda/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Book", exact: true }).last()).toBeFocused();
  await expect(focused(page)).toHaveAccessibleDescription(new RegExp(`${time}–.+ with ${provider}`));
  await page.keyboard.press("Enter");
  const visit = new RegExp(`^${time}, ${day}, Zabriskie, Zelda, .+booked`);
  await expect(board.getByRole("gridcell", { name: visit })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("complementary", { name: "Appointment" }).getByText(provider).first()).toBeVisible();
  await page.keyboard.press("Escape");

  await page.keyboard.press("Control+ArrowRight");
  await expect(heading).toContainText(`${provider}, 29 Nov – 5 Dec 2026`);
  await page.keyboard.press("Control+ArrowLeft");
  await expect(heading).toContainText("22 Nov – 28 Nov 2026");
  await board.getByRole("gridcell", { name: visit }).focus();
  await page.keyboard.press("w");
  await expect(heading).toContainText(new RegExp(day.replace(/ \d+ Nov$/, "")));
  await expect(
    board.getByRole("gridcell", { name: new RegExp(`^${time}, ${provider}, Zabriskie, Zelda`) }),
  ).toBeFocused();
});

test("a press on a head opens the week, and on a day's head that day", async ({ board, page }) => {
  const name = (await board.getByRole("columnheader").nth(2).getByRole("button").first().innerText()).trim();
  await board.getByRole("columnheader").nth(2).getByRole("button").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  await board.getByRole("columnheader").nth(3).getByRole("button").first().click();
  await expect(page.getByRole("heading", { name: "Tuesday 24 November 2026" })).toBeVisible();
});
