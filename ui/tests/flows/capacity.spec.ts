// A practice manager's morning: what today says, where the next two weeks are full, whose visits those are, and where it is
// decided.
import type { Locator, Page } from "@playwright/test";
import { check } from "./accessible";
import { expect, focused, signIn, test } from "./desk";

const heading = (page: Page): Locator => page.getByRole("heading", { name: "Capacity", level: 1 });
const heat = (page: Page): Locator => page.getByRole("grid", { name: "The next two weeks" });
const part = (page: Page, name: string | RegExp): Locator => page.getByRole("region", { name });
const dialog = (page: Page): Locator => page.getByRole("dialog");

/** The room, opened by its key, with the focus in the picture. */
async function open(page: Page): Promise<void> {
  await page.keyboard.press("Control+7");
  await expect(heading(page)).toBeVisible();
  await expect(heat(page)).toBeVisible();
}

/** Whether the scripts with this name were fetched since the page was loaded. */
const isFetched = (page: Page, script: string): Promise<boolean> =>
  page.evaluate(
    (name) =>
      performance.getEntriesByType("resource").some((it) => it.name.includes(`/${name}-`) && it.name.endsWith(".js")),
    script,
  );

test("from the morning's numbers to a cell, its visits, one of them on the board, and back with what was chosen", async ({
  board,
  page,
}) => {
  await expect(board).toBeVisible();
  await expect.poll(() => isFetched(page, "capacity"), "the room is there before it is opened").toBe(true);
  await open(page);
  await expect(focused(page)).toHaveRole("gridcell");
  const today = part(page, "Today, Monday 23 November 2026");
  await expect(today.getByRole("listitem").filter({ hasText: "Visits" }).first()).toContainText(
    /\d+ visits.*usual.*Monday/,
  );
  await expect(today.getByRole("listitem").filter({ hasText: "Utilisation" })).toContainText(
    /\d+%.*[\d,]+ of [\d,]+ minutes/,
  );
  await check(page, "the capacity room");

  // Arrows walk, the words below say where one is, and there is one tab stop.
  await page.getByLabel("Provider", { exact: true }).selectOption({ label: "Dr Daniel Okafor" });
  await expect(heat(page).getByRole("row")).toHaveCount(2);
  await heat(page).locator("[tabindex='0']").focus();
  await page.keyboard.press("Home");
  await expect(focused(page)).toHaveAccessibleName(/^third open time for .+ (today|in \d+ days?)$/);
  await page.keyboard.press("ArrowRight");
  const name = (await focused(page).getAttribute("aria-label")) ?? "";
  expect(name).toMatch(/^Dr Daniel Okafor, Mon 23 Nov: \d+ percent, \d+ of \d+ minutes booked, .*\d+ visits?$/);
  await expect(part(page, "The next two weeks").getByText(name, { exact: true })).toBeVisible();
  await expect(heat(page).locator("[tabindex='0']")).toHaveCount(1);

  // Enter opens the visits of the cell: as many as it says. Esc gives the focus back to it.
  const visits = Number(/(\d+) visits?$/.exec(name)?.[1]);
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("heading")).toHaveText("Dr Daniel Okafor, Monday 23 November 2026");
  await expect(dialog(page).getByRole("button", { name: "Close" })).toBeVisible();
  await expect(dialog(page).locator("[data-visit]")).toHaveCount(visits);
  await expect(dialog(page).locator("[data-visit]").first()).toBeFocused();
  await check(page, "the visits behind a number");
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
  await expect(focused(page)).toHaveAccessibleName(name);

  await page.keyboard.press("Enter");
  await expect(dialog(page).locator("[data-visit]").first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  const patient = (await focused(page).textContent()) ?? "";
  await page.keyboard.press("Enter");
  await expect(page.getByRole("complementary", { name: "Appointment" })).toContainText(patient);
  await expect(board).toBeVisible();

  await open(page);
  await expect(page.getByLabel("Provider", { exact: true })).toHaveValue(/.+/);
  await expect(heat(page).getByRole("row")).toHaveCount(2);
  await expect(focused(page)).toHaveAccessibleName(name);
  await page.getByRole("button", { name: "Show all again" }).click();
  await expect(heat(page).getByRole("row")).toHaveCount(4);
});

test("figures follow the days and the type, say why they are not known, and lead to their visits", async ({
  board,
  page,
}) => {
  await expect(board).toBeVisible();
  await open(page);
  const all = part(page, "All figures");
  const row = (metric: string) => all.getByRole("row").filter({ has: page.getByRole("rowheader", { name: metric }) });
  await expect(row("Same-day access")).toContainText("not known: requests that were turned away are not written down");
  await expect(row("Same-day access").getByRole("button")).toHaveCount(0);
  const before = (await row("No-show rate").getByRole("cell").first().textContent()) ?? "";
  expect(before).toMatch(/^\d+% \(\d+ of [\d,]+ visits\)$/);

  await page.getByLabel("Figures of").selectOption({ label: "The last 4 weeks" });
  await expect(all.getByText("26 Oct 2026 to 22 Nov 2026")).toBeVisible();
  await expect(row("No-show rate").getByRole("cell").first()).not.toHaveText(before);
  await page.getByLabel("Type of visit").selectOption({ index: 1 });
  const narrowed = row("No-show rate").getByRole("cell").first();
  await expect(narrowed).toHaveText(/^\d+% \(\d+ of \d+ visits\)$/);
  const [, missed, whole] = /\((\d+) of (\d+)/.exec((await narrowed.textContent()) ?? "") ?? [];
  await row("No-show rate").getByRole("button", { name: "Show the visits: No-show rate" }).click();
  await expect(dialog(page).locator("[data-visit]")).toHaveCount(Number(whole));
  await expect(dialog(page).getByText(new RegExp(`^${missed} visits? makes? this number\\.`))).toBeVisible();
  await expect(dialog(page).getByRole("cell", { name: "No-show" })).toHaveCount(Number(missed));
  await page.keyboard.press("Escape");
  await expect(focused(page)).toHaveAccessibleName("Show the visits: No-show rate");

  // Days of one's own that make no period are said, and what was there stays.
  await page.getByLabel("Figures of").selectOption({ label: "Other days" });
  await page.getByLabel("First day").fill("24 Nov 2026");
  await page.getByLabel("Last day").fill("20 Nov 2026");
  await page.keyboard.press("Tab");
  await expect(page.getByText("Last day: not after the beginning.")).toBeVisible();
  await expect(all).toBeVisible();
});

test("everything is a table too, and a weekday is compared with itself", async ({ board, page }) => {
  await expect(board).toBeVisible();
  await open(page);
  await expect(page.getByRole("img", { name: /^Utilisation, Mon 24 Aug to Mon 23 Nov: \d+%$/ })).toBeVisible();
  await page.getByLabel("Compared").selectOption({ label: "Every Friday" });
  await expect(page.getByRole("img", { name: /^Visits, Fri 28 Aug to Fri 27 Nov: \d+ visits$/ })).toBeVisible();
  await page.getByRole("radio", { name: "Pictures" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(heat(page)).toHaveCount(0);
  await expect(page.getByRole("img", { name: /^Utilisation/ })).toHaveCount(0);
  const weeks = part(page, "13 weeks").getByRole("table");
  await expect(weeks.getByRole("row")).toHaveCount(15);
  await expect(weeks.getByRole("rowheader", { name: "Fri 20 Nov" })).toBeVisible();
  await expect(part(page, "The next two weeks").getByRole("rowheader", { name: "Mon 23 Nov" })).toHaveCount(3);
  await check(page, "the capacity room as tables");
  await weeks.getByRole("button", { name: /^Show the visits: Visits, Fri 20 Nov/ }).click();
  await expect(dialog(page).getByRole("heading")).toHaveText("Visits, Fri 20 Nov");
});

test("visits that lost their hours are a decision, whose button opens their list", async ({ desk, board, page }) => {
  await expect(board).toBeVisible();
  const { locations } = await desk.call<{ locations: { id: string }[] }>("setup", {});
  await desk.call("block_time", {
    location: locations[0]?.id,
    resource: null,
    kind: "holiday",
    first_day: "2026-12-02",
    last_day: null,
    from: null,
    to: null,
    reason: "Flood",
  });
  await open(page);
  const decisions = part(page, "What needs a decision");
  const button = decisions.getByRole("button", { name: /^Work the list: .*\d+ booked visits have no hours any more$/ });
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: /^Without hours/ })).toHaveAttribute("aria-selected", "true");
});

test("whoever sees no reports has no such place", async ({ desk, board, page }) => {
  await expect(board).toBeVisible();
  await expect(
    page.getByRole("navigation", { name: "Places" }).getByRole("button", { name: "Capacity" }),
  ).toBeVisible();
  const added = await desk.call<{ result: { one_time_password: string } }>("add_person", {
    name: "Ben Ito",
    login: "ben",
    roles: ["front_desk"],
    resource: null,
  });
  const password = added.result.one_time_password;
  await page.keyboard.press("Control+l");
  await signIn(page, "ben", password);
  await page.getByLabel("One-time password").fill(password);
  await page.getByRole("textbox", { name: "New password", exact: true }).fill("ships in the fog");
  await page.getByLabel("New password again").fill("ships in the fog");
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByRole("grid", { name: "Day board" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Capacity" })).toHaveCount(0);
  await expect.poll(() => isFetched(page, "office")).toBe(true);
  expect(await isFetched(page, "capacity"), "what cannot be opened is not fetched").toBe(false);
  await page.keyboard.press("Control+7");
  await expect(page.getByRole("grid", { name: "Day board" })).toBeVisible();
  await expect(heading(page)).toHaveCount(0);
});

test("a decision about hours opens them with what they would do, one about a day opens the day", async ({
  desk,
  board,
  page,
}) => {
  await expect(board).toBeVisible();
  const { resources } = await desk.call<{ resources: { id: string; name: string; kind: string; location: string }[] }>(
    "setup",
    {},
  );
  const okafor = resources.find((it) => it.name === "Dr Daniel Okafor");
  const need = {
    location: okafor?.location,
    location_name: "Riverside Clinic",
    provider: okafor?.id,
    provider_name: okafor?.name,
    appointment_type: null,
    type_name: "",
    day: null,
    weekday: null,
    count: 0,
    minutes: 0,
    days: null,
    share: null,
  };
  const share = { is: "share", part: 84, whole: 420 };
  // It takes a practice months to come to these: they are put into the desk's answer.
  await page.route("**/call/capacity", async (route) => {
    const response = await route.fetch();
    const needs = [
      { ...need, kind: "held_on_full_day", day: "2026-11-27", minutes: 40 },
      { ...need, kind: "idle_session", weekday: 2, minutes: 168, share },
    ];
    await route.fulfill({ response, json: { ...((await response.json()) as object), needs } });
  });
  await open(page);
  const decisions = part(page, "What needs a decision");
  await expect(decisions.getByRole("listitem").nth(1)).toContainText(
    "Dr Daniel Okafor: only 20% of the hours on Tuesdays are used.",
  );
  await expect(decisions.getByText("84 of 420 minutes · 2 h 48 min unused on such a day")).toBeVisible();
  await check(page, "decisions of the capacity room");

  const hours = decisions.getByRole("button", { name: /^Change the hours: Dr Daniel Okafor/ });
  await hours.press("Enter");
  await expect(dialog(page).getByRole("heading", { name: "Hours of Dr Daniel Okafor" })).toBeVisible();
  await dialog(page).getByLabel("Tuesday", { exact: true }).fill("08:00–12:00");
  await expect(dialog(page).getByText(/a week/)).toContainText(/ instead of /);
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
  await expect(hours).toBeFocused();

  await decisions.getByRole("button", { name: /^Open the day: Dr Daniel Okafor, Fri 27 Nov/ }).press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Friday 27 November 2026");
  await expect(focused(page)).toHaveAccessibleName(/^\d\d:\d\d, Dr Daniel Okafor, /);
});
