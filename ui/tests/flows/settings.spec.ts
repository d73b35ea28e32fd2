// What the practice sets up: changed, put in order, switched off, and kept when two people change the same.
import type { Page } from "@playwright/test";
import { type Desk, expect, openSettings, test } from "./desk";

interface Named {
  id: string;
  version: number;
  name: string;
  phone: string;
}

interface Setup {
  locations: Named[];
  templates: { sessions: { weekday: number; from: string; to: string }[]; every_n_weeks: number }[];
}

const dialog = (page: Page) => page.getByRole("dialog");
const setup = (desk: Desk) => desk.call<Setup>("setup", {});

test("what two people change at a time is told, and nothing that was typed is lost", async ({ desk, board, page }) => {
  await expect(board).toBeVisible();
  await openSettings(page, "Locations");
  await page.getByRole("button", { name: "Change Riverside Clinic" }).click();
  await dialog(page).getByLabel("Name", { exact: true }).fill("Riverside North");
  const main = (await setup(desk)).locations[0];
  await desk.call("put_location", { ...main, phone: "(617) 555-0199" });

  await dialog(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog(page).getByRole("alert")).toHaveText(/Somebody else saved this meanwhile\./);
  await expect(dialog(page).getByLabel("Name", { exact: true })).toHaveValue("Riverside North");
  await expect(dialog(page).getByLabel("Phone")).toHaveValue("(617) 555-0199");
  await dialog(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog(page)).toHaveCount(0);
  const after = (await setup(desk)).locations[0];
  expect([after?.name, after?.phone]).toEqual(["Riverside North", "(617) 555-0199"]);
});

test("the order of the settings is the order of the board", async ({ board, page }) => {
  const heads = () => board.getByRole("columnheader").allTextContents();
  const [, first = "", second = ""] = await heads();
  await openSettings(page, "Providers and hours");
  const down = page.getByRole("button", { name: /^Move .* down$/ }).first();
  await down.focus();
  await page.keyboard.press("Enter");
  await expect(
    page
      .getByRole("row")
      .nth(2)
      .getByRole("button", { name: /^Move .* down$/ }),
  ).toBeFocused();
  await page.keyboard.press("Control+1");
  await expect(board.getByRole("columnheader").nth(1)).toHaveText(second);
  await expect(board.getByRole("columnheader").nth(2)).toHaveText(first);
});

test("a location that is switched off says what is booked there, and the last one stays", async ({ board, page }) => {
  await expect(board).toBeVisible();
  await openSettings(page, "Locations");
  await page.getByRole("button", { name: "Change Riverside Clinic" }).click();
  await dialog(page).getByRole("checkbox", { name: "In use" }).uncheck();
  await expect(dialog(page).getByText(/[\d,]+ visits are booked from now on/)).toBeVisible();
  await dialog(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog(page).getByText("One location has to stay in use.")).toBeVisible();
});

test("hours are typed as people write them, every other week and with several sessions", async ({
  desk,
  board,
  page,
}) => {
  await expect(board).toBeVisible();
  await openSettings(page, "Providers and hours");
  await page
    .getByRole("button", { name: /^More hours of/ })
    .first()
    .click();
  await dialog(page).getByLabel("Every").selectOption({ label: "2 weeks" });
  await dialog(page).getByLabel("Saturday").fill("7-9, 10-12, noon");
  await dialog(page).getByRole("button", { name: "Save the hours" }).click();
  await expect(dialog(page).getByLabel("Saturday")).toBeFocused();
  await expect(dialog(page).getByLabel("Saturday")).toHaveAccessibleDescription(/^Write times such as/);
  await dialog(page).getByLabel("Saturday").fill("7-9, 10-12, 13.30-16");
  await dialog(page).getByRole("button", { name: "Save the hours" }).click();
  const saved = page.getByRole("button", { name: /: Sat 07:00–09:00, 10:00–12:00, 13:30–16:00 every 2 weeks/ });
  await expect(saved).toBeVisible();
  await saved.click();
  await expect(dialog(page).getByLabel("Saturday")).toHaveValue("07:00–09:00, 10:00–12:00, 13:30–16:00");
  await dialog(page).getByRole("checkbox", { name: "In use" }).uncheck();
  await dialog(page).getByRole("button", { name: "Save the hours" }).click();
  await expect(saved).toHaveCount(0);
  const { templates } = await setup(desk);
  expect(templates.filter((it) => it.every_n_weeks === 2).map((it) => it.sessions.length)).toEqual([3]);
});

test("a provider's absence says what is booked in it, and can be taken back", async ({ board, page }) => {
  await expect(board).toBeVisible();
  await openSettings(page, "Holidays and time off");
  await page.getByRole("button", { name: "Add a holiday or time off" }).click();
  await dialog(page).getByLabel("What for").fill("Conference");
  await dialog(page).getByLabel("Whose").selectOption({ index: 1 });
  await expect(dialog(page).getByLabel("Kind")).toHaveValue("time_off");
  await dialog(page).getByLabel("What for").press("Enter");
  await expect(dialog(page).getByText("Enter the first day.")).toBeVisible();
  await expect(dialog(page).getByLabel("First day")).toBeFocused();
  await page.keyboard.type("11242026");
  await expect(dialog(page).getByText(/\d+ visits would lose their time\./)).toBeVisible();
  await expect(dialog(page).getByText(/^0 min open on these days instead of \d+ h/)).toBeVisible();
  await dialog(page).getByRole("button", { name: "Close this time" }).click();
  await expect(page.getByRole("row", { name: /24 Nov 2026 Conference/ })).toBeVisible();
  await page.getByRole("button", { name: "Open again: Conference, 24 Nov 2026" }).click();
  await expect(page.getByRole("row", { name: /24 Nov 2026 Conference/ })).toHaveCount(0);
});

test("an extra session opens time beside the weekly hours, for certain types, and can be taken back", async ({
  board,
  page,
}) => {
  await expect(board).toBeVisible();
  await openSettings(page, "Holidays and time off");
  await page.getByRole("button", { name: "Add a holiday or time off" }).click();
  await dialog(page).getByLabel("What for").fill("Evening clinic");
  await dialog(page).getByLabel("Whose").selectOption({ index: 1 });
  await dialog(page).getByLabel("Kind").selectOption({ label: "Extra session" });
  await dialog(page).getByLabel("First day").focus();
  await page.keyboard.type("11242026");
  await dialog(page).getByLabel("From", { exact: true }).fill("20:00");
  await dialog(page).getByLabel("To", { exact: true }).fill("19:00");
  await expect(dialog(page).getByText("End: not after the beginning.")).toBeVisible();
  await dialog(page).getByLabel("To", { exact: true }).fill("22:00");
  await dialog(page).getByRole("checkbox", { name: "Only certain visit types" }).check();
  await dialog(page).getByRole("button", { name: "Open this time" }).click();
  await expect(dialog(page).getByText("Choose at least one visit type.")).toBeVisible();
  await dialog(page).getByRole("checkbox", { name: "Follow-up" }).check();
  await expect(dialog(page).getByText(/ open on these days instead of \d+ h/)).toBeVisible();
  await dialog(page).getByRole("button", { name: "Open this time" }).click();
  const row = page.getByRole("row", { name: /24 Nov 2026, 20:00–22:00 Evening clinic/ });
  await expect(row).toBeVisible();
  await page.keyboard.press("Control+1");
  await page.keyboard.press("Control+ArrowRight");
  await expect(board.getByRole("gridcell", { name: /^21:30, .+, free/ })).toBeVisible();
  await openSettings(page, "Holidays and time off");
  await page.getByRole("button", { name: "Take back: Evening clinic, 24 Nov 2026, 20:00–22:00" }).click();
  await expect(row).toHaveCount(0);
});
