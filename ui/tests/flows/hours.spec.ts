// A provider's hours are shortened over booked visits, by keyboard alone: what it would do is read first, who lost the time
// is worked off as a list. Hours that contradict others are refused with their day.
import type { Page } from "@playwright/test";
import { expect, freeHour, openSettings, test } from "./desk";
import { press, reach } from "./keyboard";
import { register } from "./patients";

interface Session {
  weekday: number;
  from: string;
  to: string;
  reserve: { percent: number; until_days: number } | null;
}

interface Organization {
  business_hours: { weekday: number; from: string; to: string }[] | null;
}

interface Setup {
  templates: { id: string; resource: string; valid_from: string; sessions: Session[] }[];
}

const dialog = (page: Page) => page.getByRole("dialog");
const row = (page: Page) => page.locator(":focus[data-row]");
const tab = (page: Page) => page.getByRole("tab", { name: /^Without hours/ });
const number = async (words: Promise<string>) => Number((await words).replace(/\D/g, "") || "0");

/** Opens the hours of the first provider, with the focus on Monday. */
async function openHours(page: Page): Promise<void> {
  await openSettings(page, "Providers and hours");
  await page
    .getByRole("button", { name: /^Change the hours of/ })
    .first()
    .focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByLabel("Monday")).toBeFocused();
}

test("shorter hours say who would lose the time, and a visit that is moved leaves the list of them", async ({
  board,
  page,
}) => {
  await expect(board).toBeVisible();
  await page.keyboard.press("Control+2");
  await expect(tab(page)).toBeVisible();
  const before = await number(tab(page).innerText());
  await openHours(page);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("9-11");
  const proposal = dialog(page).getByRole("status");
  await expect(proposal).toContainText(/\d+ visits would lose their time\./);
  await expect(proposal).toContainText(/ a week instead of \d+ h/);
  await expect(proposal).toContainText(/Third next available \(.+\): \w+ \d+ Nov/);
  const lost = await number(proposal.getByText(/would lose their time/).innerText());

  const who = dialog(page).getByText(`Whose time: ${lost} visits`);
  await expect(dialog(page).getByRole("listitem")).toHaveCount(0);
  await who.focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("listitem")).toHaveCount(lost);
  await expect(dialog(page).getByRole("listitem").first()).toHaveText(/Mon \d+ \w{3} \d\d:\d\d/);
  await dialog(page).getByLabel("Monday").focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Notes" })).toContainText(
    `${lost} visits lost their time: see “Without hours”.`,
  );

  await page.keyboard.press("Control+2");
  await expect(row(page)).toBeVisible();
  await page.keyboard.press("5");
  await expect(tab(page)).toHaveAttribute("aria-selected", "true");
  await expect(row(page)).toHaveAccessibleName(/\d\d:\d\d.+Booked/);
  await expect.poll(() => number(tab(page).innerText())).toBe(before + lost);
  const visit = await row(page).getAttribute("data-row");
  await page.keyboard.press("m");
  const bar = page.getByRole("region", { name: /^Mov/ });
  await bar.getByRole("list", { name: "Offers" }).getByRole("button").first().focus();
  await page.keyboard.press("Enter");
  await expect(bar.getByRole("button", { name: "Move", exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(bar).toBeHidden();
  await page.keyboard.press("Control+2");
  await expect(page.locator(`[data-row="${visit}"]`)).toHaveCount(0);
  await expect.poll(() => number(tab(page).innerText())).toBe(before + lost - 1);
});

test("new hours hold from a chosen day: the old ones end before it, and only who comes later loses the time", async ({
  desk,
  board,
  page,
}) => {
  await expect(board).toBeVisible();
  const templates = async () => (await desk.call<Setup>("setup", {})).templates;
  const before = await templates();
  await openHours(page);
  await dialog(page).getByLabel("Valid to").focus();
  await page.keyboard.type("12062026");
  const proposal = dialog(page).getByRole("status");
  await expect(proposal).toContainText(/\d+ visits? would lose (its|their) time/);
  const lost = await number(proposal.getByText(/would lose/).innerText());
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toHaveCount(0);

  await page
    .getByRole("button", { name: /^More hours of/ })
    .first()
    .focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByLabel("Monday")).toBeFocused();
  for (const day of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]) {
    await dialog(page).getByLabel(day).focus();
    await page.keyboard.type("8-12");
  }
  await dialog(page).getByLabel("Valid from").focus();
  await page.keyboard.type("12072026");
  await expect(proposal).toContainText(/\d+ visits? would have a time again\./);
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toHaveCount(0);
  const after = await templates();
  expect(after).toHaveLength(before.length + 1);
  expect(after.map((it) => it.valid_from)).toContain("2026-12-07");

  await page.keyboard.press("Control+2");
  await expect(tab(page)).toBeVisible();
  await expect.poll(() => number(tab(page).innerText())).toBeLessThan(lost);
});

test("hours beside others that overlap them are refused with their day, and nothing is stored", async ({
  desk,
  board,
  page,
}) => {
  await expect(board).toBeVisible();
  const stored = async () => (await desk.call<Setup>("setup", {})).templates;
  const before = await stored();
  await openSettings(page, "Providers and hours");
  await page
    .getByRole("button", { name: /^More hours of/ })
    .first()
    .focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByLabel("Monday")).toHaveValue("");
  await page.keyboard.type("11-15");
  const why = dialog(page).getByText(/^Sessions: other hours hold at the same time on Mon \d+ \w+ \d{4}, /);
  await expect(why.first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("alert")).toHaveCount(2);
  await expect(dialog(page).getByRole("alert").last()).toHaveText(/Sessions: other hours/);
  expect(await stored()).toEqual(before);
  await dialog(page).getByLabel("Monday").fill("");
  await expect(why).toHaveCount(0);
  await dialog(page).getByLabel("Valid to").focus();
  await page.keyboard.type("11222026");
  await expect(dialog(page).getByText("Last day: before the beginning.")).toBeVisible();
});

test("what the sessions keep free is refused with the day on which it opens", async ({ desk, board, page }) => {
  await register(desk, { family: "Zabriskie", given: "Zelda", birth: "1980-01-02" });
  await expect(board).toBeVisible();
  await openHours(page);
  await dialog(page).getByText("What the sessions take").press("Enter");
  await dialog(page).getByLabel("Kept free, percent").fill("30");
  await dialog(page).getByLabel("Kept until, days before").fill("1");
  await dialog(page)
    .getByRole("button", { name: /^The same for every session of/ })
    .press("Enter");
  await dialog(page).getByLabel("Kept free, percent").press("Enter");
  await expect(dialog(page)).toHaveCount(0);
  const kept = (await desk.call<Setup>("setup", {})).templates.flatMap((it) => it.sessions).filter((it) => it.reserve);
  expect(kept.length).toBeGreaterThan(1);
  expect(kept.every((it) => it.reserve?.percent === 30 && it.reserve.until_days === 1)).toBe(true);

  for (const template of (await desk.call<Setup>("setup", {})).templates) {
    const reserve = { percent: 100, until_days: 0 };
    const sessions = template.sessions.map((it) => ({ ...it, reserve }));
    await desk.call("put_template", { ...template, sessions });
  }
  await page.keyboard.press("Control+1");
  await (await freeHour(board)).focus();
  await page.keyboard.type("zabr");
  await expect(page.getByRole("option", { name: /Zabriskie, Zelda/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByText(/keeps the rest of .+ free until \w+ \d+ Nov/).first()).toBeVisible();
});

test("the clinic's opening hours name who would lose the time, bound every provider, and open again", async ({
  desk,
  board,
  page,
}) => {
  await expect(board).toBeVisible();
  const organization = async () => (await desk.call<{ organization: Organization }>("setup", {})).organization;
  await page.keyboard.press("Control+2");
  await expect(tab(page)).toBeVisible();
  const before = await number(tab(page).innerText());
  await openSettings(page, "Clinic");
  const form = page.getByRole("form", { name: "Clinic" });
  const monday = form.getByLabel("Monday");
  await reach(page, monday);
  await expect(monday).toHaveAttribute("placeholder", "Always");
  await page.keyboard.type("9-noon");
  await expect(form.getByLabel("Tuesday")).toHaveAttribute("placeholder", "Closed");
  await page.keyboard.press("Enter");
  await expect(monday).toBeFocused();
  await expect(form).toContainText("Write times such as");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("9-11");
  await press(page, form.getByRole("button", { name: "Tuesday to Friday as Monday" }));
  const proposal = form.getByRole("status");
  const business_hours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: "09:00", to: "11:00" }));
  const change = { organization: { ...(await organization()), business_hours } };
  const { lost } = (await desk.call<{ result: { lost: number } }>("propose_template", { change })).result;
  await expect(proposal).toContainText(`${lost} visits would lose their time.`);
  await expect(proposal).toContainText(/ a week instead of \d+ h/);
  await press(page, form.getByText(`Whose time: ${lost} visits`));
  await expect(form.getByRole("listitem").first()).toHaveText(/\w{3} \d+ \w{3} \d\d:\d\d/);
  await press(page, form.getByRole("button", { name: "Save the clinic" }));
  await expect(page.getByRole("region", { name: "Notes" })).toContainText(
    `${lost} visits lost their time: see “Without hours”.`,
  );
  await expect(proposal).toBeEmpty();
  expect((await organization()).business_hours).toEqual(business_hours);

  await page.keyboard.press("Control+2");
  await expect.poll(() => number(tab(page).innerText())).toBe(before + lost);
  await page.keyboard.press("Control+6");
  await reach(page, monday);
  for (const day of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]) {
    await reach(page, form.getByLabel(day));
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
  }
  await expect(proposal).toContainText(`${lost} visits would have a time again.`);
  await page.keyboard.press("Enter");
  await expect(proposal).toBeEmpty();
  expect((await organization()).business_hours).toBeNull();
});
