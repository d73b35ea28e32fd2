import type { Locator } from "@playwright/test";
import { expect, focused, signIn, test } from "./desk";

/** The names of the columns as they stand, without the corner. */
const heads = async (board: Locator): Promise<string[]> => {
  const labels = await board.getByRole("columnheader").evaluateAll((all) => all.map((it) => it.ariaLabel ?? ""));
  return labels.slice(1).map((it) => it.split(", ")[0] ?? "");
};

test("columns are hidden and put in order by keys, and a person's board comes back at the next sign-in", async ({
  board,
  page,
  desk,
}) => {
  const [first = "", second = "", third = ""] = await heads(board);
  await page.keyboard.press("Control+f");
  await expect(page.getByRole("checkbox", { name: first })).toBeFocused();
  await page.keyboard.press("Space");
  await expect.poll(() => heads(board)).toEqual([second, third]);
  // Past the buttons of the first row to the second row's "after".
  await page.getByRole("button", { name: `Move ${second} after` }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => heads(board)).toEqual([third, second]);
  await page.getByRole("radio", { name: "Compact" }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  await expect(focused(page)).toHaveRole("gridcell");
  await expect(page.getByRole("button", { name: "Columns" })).toContainText("2 of 3");
  const height = () =>
    board
      .getByRole("gridcell")
      .first()
      .evaluate((it) => it.getBoundingClientRect().height);
  expect(await height()).toBe(20);

  await page.keyboard.press("Control+l");
  await signIn(page);
  await expect.poll(() => heads(board)).toEqual([third, second]);
  expect(await height()).toBe(20);
  const kept = await desk.call<{ boards: { hidden: string[] }[] }>("preferences", {});
  expect(kept.boards[0]?.hidden.length).toBe(1);

  await page.keyboard.press("Control+f");
  await page.getByRole("button", { name: "Show all, in the clinic's order" }).click();
  await expect.poll(() => heads(board)).toEqual([first, second, third]);
});

test("the menu of a visit does not open over the head of a column that hides it", async ({ board, page }) => {
  const head = board.getByRole("columnheader").nth(1);
  await head.click({ button: "right" });
  await expect(page.getByRole("menu")).toHaveCount(0);
  await board.getByRole("gridcell").nth(3).click({ button: "right" });
  await expect(page.getByRole("menu")).toBeVisible();
});

test("a column is dragged by its head to another place, and Esc lets it go", async ({ board, page }) => {
  const [first = "", second = "", third = ""] = await heads(board);
  const middle = async (name: string) => {
    const box = await board.getByRole("columnheader", { name: new RegExp(`^${name}`) }).boundingBox();
    if (!box) throw new Error(`${name} has no head`);
    return { x: box.x + 60, y: box.y + 12, end: box.x + box.width - 40 };
  };
  const drag = async (name: string, onto: string) => {
    const [from, to] = [await middle(name), await middle(onto)];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + 30, from.y, { steps: 3 });
    await page.mouse.move(to.end, to.y, { steps: 5 });
  };
  await drag(first, second);
  await page.mouse.up();
  await expect.poll(() => heads(board)).toEqual([second, first, third]);
  await drag(second, third);
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await expect.poll(() => heads(board)).toEqual([second, first, third]);
});

test("the columns that were chosen stay chosen", async ({ board, page }) => {
  await page.getByRole("radio", { name: "Rooms" }).check();
  await expect.poll(() => heads(board)).toContain("Room 1");
  await page.keyboard.press("Control+l");
  await signIn(page);
  await expect.poll(() => heads(board)).toContain("Room 1");
});

test("what is chosen in the moment of locking is kept", async ({ board, page, desk }) => {
  await expect(board).toBeVisible();
  await page.keyboard.press("Control+f");
  await page.getByRole("radio", { name: "Compact" }).evaluate((it: HTMLElement) => {
    it.click();
    it.dispatchEvent(new KeyboardEvent("keydown", { key: "l", ctrlKey: true, bubbles: true }));
  });
  await signIn(page);
  await expect(page.getByRole("grid", { name: "Day board" })).toBeVisible();
  expect(await desk.call<{ density: string }>("preferences", {})).toMatchObject({ density: "compact" });
});
