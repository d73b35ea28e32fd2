import { expect, focused, freeHalfHour, test } from "./desk";

test("a provider's week is one key from the day, is walked by the same keys, and leads back to its day", async ({
  board,
  page,
}) => {
  const cell = await freeHalfHour(board);
  await cell.focus();
  const [time = "", provider = ""] = ((await cell.getAttribute("aria-label")) ?? "").split(", ");
  await page.keyboard.press("F4");
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toContainText(provider);
  const heads = board.getByRole("columnheader");
  await expect(heads).toHaveCount(8);
  await expect(heads.nth(1)).toHaveAccessibleName(/^Sun /);
  await expect(heads.nth(7)).toHaveAccessibleName(/^Sat /);
  // The cursor is still at that time, in the column of that day.
  await expect(focused(page)).toHaveAccessibleName(new RegExp(`^${time}, .+, free$`));
  const day = ((await focused(page).getAttribute("aria-label")) ?? "").split(", ")[1] ?? "";

  // A letter on a free time starts a booking there, as on the day.
  await page.keyboard.press("z");
  await expect(page.getByRole("combobox", { name: "Patient" })).toHaveValue("z");
  await page.keyboard.press("Escape");

  const shown = (await heading.textContent()) ?? "";
  await page.keyboard.press("Control+ArrowRight");
  await expect(heading).not.toHaveText(shown);
  await page.keyboard.press("Control+ArrowLeft");
  await expect(heading).toHaveText(shown);
  await board.getByRole("gridcell", { name: `${time}, ${day}, free`, exact: true }).focus();
  await page.keyboard.press("F4");
  await expect(board.getByRole("gridcell", { name: `${time}, ${provider}, free`, exact: true })).toBeFocused();
});

test("a press on a head opens the week, and on a day's head that day", async ({ board, page }) => {
  const name = (await board.getByRole("columnheader").nth(2).getByRole("button").first().innerText()).trim();
  await board.getByRole("columnheader").nth(2).getByRole("button").first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  await board.getByRole("columnheader").nth(3).getByRole("button").first().click();
  await expect(page.getByRole("heading", { name: "Tuesday 24 November 2026" })).toBeVisible();
});

test("a week is left by its key from wherever the focus is, also while the provider is away", async ({
  desk,
  board,
  page,
}) => {
  const heading = page.getByRole("heading", { level: 1 });
  const head = board.getByRole("columnheader").nth(1).getByRole("button").first();
  const name = (await head.innerText()).trim();
  const { locations, resources } = await desk.call<{
    locations: { id: string }[];
    resources: { id: string; name: string }[];
  }>("setup", {});
  const days = { first_day: "2026-11-29", last_day: "2026-12-05", from: null, to: null };
  const resource = resources.find((it) => it.name === name)?.id;
  const off = { kind: "time_off", ...days, reason: "Sabbatical" };
  await desk.call("block_time", { location: locations[0]?.id, resource, ...off });
  await page.keyboard.press("Control+Shift+ArrowRight");
  await expect(heading).toContainText("Monday 30 November 2026");
  await head.click();
  await expect(heading).toContainText(`${name}, 29 Nov – 5 Dec 2026`);
  await page.keyboard.press("F4");
  await expect(heading).toContainText("Monday 30 November 2026");
  await expect(focused(page)).toHaveRole("gridcell");
});
