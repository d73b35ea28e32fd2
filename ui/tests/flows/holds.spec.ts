import { expect, focused, freeHour, test } from "./desk";
import { register } from "./patients";

const ZELDA = { family: "Zabriskie", given: "Zelda", birth: "1980-01-02" };

test("a time is held by keys, stands on the board, and is booked or released there", async ({ desk, board, page }) => {
  await register(desk, ZELDA);
  const cell = await freeHour(board);
  const [time = "", provider = ""] = ((await cell.getAttribute("aria-label")) ?? "").split(", ");
  const held = board.getByRole("gridcell", { name: new RegExp(`^${time}, ${provider}, held for Zabriskie, Zelda`) });
  const book = page.getByRole("button", { name: "Book", exact: true }).last();
  const hold = async () => {
    await board.getByRole("gridcell", { name: `${time}, ${provider}, free`, exact: true }).focus();
    await page.keyboard.type("zabr");
    await expect(page.getByRole("option", { name: /Zabriskie, Zelda/ })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(book).toBeFocused();
    await page.keyboard.press("Control+h");
    await expect(page.getByRole("menu", { name: "Hold the time for" })).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
  };

  await hold();
  await expect(held).toHaveAccessibleName(/until .+, 30 min left, by Ana Silva/);
  await expect(board.page().getByText(/^until .+ · 30 min$/)).toBeVisible();
  await expect(page.getByRole("region", { name: "Book a visit" })).toBeHidden();

  // Nobody else is told that it is free.
  await held.focus();
  await page.keyboard.press("Delete");
  await expect(board.getByRole("gridcell", { name: `${time}, ${provider}, free`, exact: true })).toBeVisible();

  await hold();
  await held.focus();
  await page.keyboard.press("Enter");
  await expect(book).toBeFocused();
  await expect(focused(page)).toHaveAccessibleDescription(
    new RegExp(`Zabriskie, Zelda .+ ${time}–.+ with ${provider}`),
  );
  await page.keyboard.press("Enter");
  await expect(
    board.getByRole("gridcell", { name: new RegExp(`^${time}, ${provider}, Zabriskie, Zelda, .+booked`) }),
  ).toBeVisible();
  await expect(held).toHaveCount(0);
});
