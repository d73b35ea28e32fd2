// Missed visits in the capacity room: whether what was learnt can be believed, whom to remind first, and where one more visit fits.
import type { Locator, Page } from "@playwright/test";
import { check } from "./accessible";
import { expect, focused, test } from "./desk";
import { answered, LEARNT } from "./forecast";

const missed = (page: Page): Locator => page.getByRole("region", { name: "Missed visits", exact: true });
const dialog = (page: Page): Locator => page.getByRole("dialog");
const visits = (page: Page): Locator => dialog(page).locator("[data-visit]");

async function open(page: Page): Promise<void> {
  await page.keyboard.press("Control+7");
  await expect(page.getByRole("grid", { name: "The next two weeks" })).toBeVisible();
}

async function remind(page: Page): Promise<void> {
  await missed(page).getByRole("button", { name: "Whom to remind first" }).press("Enter");
  await expect(dialog(page).getByRole("heading", { name: "Whom to remind first" })).toBeVisible();
}

interface Visit {
  date: string;
  visit: { patient_name: string; wall_start: string; status: string };
}

interface Reminders {
  day: string;
  is_believed: boolean;
  visits: { visit: Visit; probability: number | null; reasons: unknown[] }[];
}

test("what is known is one sentence with its proof, as a picture and as a table", async ({ desk, board, page }) => {
  await expect(board).toBeVisible();
  await answered(desk, page, LEARNT, 10);
  await open(page);
  const part = missed(page);
  await expect(part.getByText("It tells visits apart better than the rate of everybody (12%).")).toBeVisible();
  await expect(part.getByText(/never looks at age, sex, language, address, payer or diagnosis/)).toBeVisible();
  const figure = (name: string | RegExp) =>
    part
      .getByRole("row")
      .filter({ has: page.getByRole("rowheader", { name }) })
      .getByRole("cell");
  await expect(figure(/^Distance from what came/)).toHaveText("0.1159; the rate of everybody 0.1252");
  await expect(figure(/^Closer by/)).toHaveText("0.0093 ± 0.0011");
  await expect(figure(/^Order/)).toHaveText("0.71");
  await expect(figure(/^Judged on/)).toHaveText("3,651 visits");
  await expect(part.getByText(/since 3 Jun 2026. 535 of them were missed\./)).toBeVisible();
  await expect(
    part.getByRole("img", { name: /^What was said of 3,651 visits beside what came, in 10 parts/ }),
  ).toBeVisible();
  await check(page, "missed visits as a picture");
  const table = part.getByRole("table", { name: "What was said and what came" });
  await part.getByText("As a table").click();
  await expect(table.getByRole("row")).toHaveCount(11);

  await page.getByRole("radio", { name: "Pictures" }).press("ArrowRight");
  await expect(part.getByRole("img")).toHaveCount(0);
  await expect(table.getByRole("row").nth(1)).toContainText("2.9% to 7.3%");
  await check(page, "missed visits as a table");
});

test("one more visit leads to its day, with its provider and its time", async ({ desk, board, page }) => {
  await expect(board).toBeVisible();
  await answered(desk, page, LEARNT, 10);
  await open(page);
  const rows = missed(page).getByRole("group", { name: "Where one more visit fits" }).getByRole("row");
  await expect(rows).toHaveCount(9);
  await missed(page).getByRole("button", { name: "Show 2 more" }).click();
  await expect(rows).toHaveCount(11);
  await expect(rows.nth(3)).toContainText("9 booked, 1.4 expected not to come");
  await expect(rows.nth(3)).toContainText(
    "2 min for this visit · at most 4 min more for anybody · under 1 min over the end",
  );
  await rows.nth(3).getByRole("button", { name: "Open the day: Dr Daniel Okafor, Wed 25 Nov 10:15" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Wednesday 25 November 2026");
  await expect(focused(page)).toHaveAccessibleName(/^\d\d:\d\d, Dr Daniel Okafor, /);
  await expect(focused(page)).toBeInViewport();
});

test("what cannot be believed is said, and a slow answer keeps nothing else waiting", async ({ desk, board, page }) => {
  await expect(board).toBeVisible();
  await answered(desk, page, { ...LEARNT, is_believed: false, auc: null, gain: 0.0002 });
  await open(page);
  await expect(
    missed(page).getByText(/^It is no better than the rate of everybody \(12%\), so that rate/),
  ).toBeVisible();
  await expect(missed(page).getByRole("rowheader", { name: /AUC/ })).toHaveCount(0);
  await expect(missed(page).getByText(/no session has a time for one more visit/)).toBeVisible();

  await page.unroute("**/call/no_show");
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/call/no_show", async (route) => {
    await held;
    await route.fulfill({
      json: { today: "2026-11-23", forecast: { is: "too_little", outcomes: 41, needed: 100 }, extra: [] },
    });
  });
  await page.keyboard.press("Control+1");
  await expect(board).toBeVisible();
  await open(page);
  await expect(missed(page).getByText(/^Learning from the visits of two years/)).toBeVisible();
  await expect(page.getByRole("region", { name: "All figures" })).toBeVisible();
  answer();
  await expect(
    missed(page).getByText(/of 41 visits it is known whether somebody came, and 100 are needed/),
  ).toBeVisible();
  await expect(missed(page).getByRole("heading", { name: "Where one more visit fits" })).toHaveCount(0);
  await check(page, "missed visits without history");
});

test("whom to remind first: a day's visits with their reasons, by keys, and one of them on the board", async ({
  board,
  page,
}) => {
  await expect(board).toBeVisible();
  const reasons = [
    { is: "booked_ahead", days: 43 },
    { is: "missed", missed: 2, of: 5 },
  ];
  // The visits are the desk's own; that they can be told apart is put into its answer.
  await page.route("**/call/whom_to_remind", async (route) => {
    const response = await route.fetch();
    const said = (await response.json()) as Reminders;
    const told = said.visits.map((it, nth) => ({
      ...it,
      probability: Math.max(0.02, 0.31 - nth / 50),
      reasons: nth === 0 ? reasons : [],
    }));
    await route.fulfill({ response, json: { ...said, is_believed: true, visits: told } });
  });
  await open(page);
  await remind(page);
  await expect(visits(page).first()).toBeFocused();
  await expect(dialog(page).getByLabel("Day", { exact: true })).toHaveValue("24 Nov 2026");
  await expect(dialog(page).getByRole("status")).toContainText(
    /^\d+ booked visits\. The likeliest to be missed first\./,
  );
  const first = dialog(page).getByRole("row").nth(1);
  await expect(first).toContainText("31%");
  await expect(first).toContainText("booked 43 days ahead · missed 2 of 5");
  await check(page, "whom to remind first");

  // To another day and back: the focus stays on the way there.
  await dialog(page).getByRole("button", { name: "Next day" }).press("Enter");
  await expect(dialog(page).getByLabel("Day", { exact: true })).toHaveValue("25 Nov 2026");
  await expect(focused(page)).toHaveAccessibleName("Next day");
  await dialog(page).getByRole("button", { name: "Previous day" }).press("Enter");
  await expect(dialog(page).getByRole("table", { name: /Tuesday 24 November 2026$/ })).toBeVisible();

  await visits(page).first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(visits(page).nth(1)).toBeFocused();
  await page.keyboard.press("End");
  await expect(visits(page).last()).toBeFocused();
  await page.keyboard.press("Home");
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
  await expect(focused(page)).toHaveAccessibleName("Whom to remind first");

  await remind(page);
  await expect(visits(page).first()).toBeFocused();
  const patient = (await focused(page).textContent()) ?? "";
  await page.keyboard.press("Enter");
  await expect(page.getByRole("complementary", { name: "Appointment" })).toContainText(patient);
});

test("a day without visits says so, one too far ahead is refused, and the list of the unconfirmed is one press away", async ({
  board,
  page,
}) => {
  await expect(board).toBeVisible();
  await open(page);
  await remind(page);
  const day = dialog(page).getByLabel("Day", { exact: true });
  await day.fill("29 Nov 2026");
  await page.keyboard.press("Tab");
  await expect(dialog(page).getByText("No booked visits are to come on Sunday 29 November 2026.")).toBeVisible();
  await check(page, "nobody to remind");
  await day.fill("31 Dec 2026");
  await page.keyboard.press("Tab");
  await expect(dialog(page).getByRole("alert")).toBeVisible();
  await expect(dialog(page).getByRole("button", { name: "Next day" })).toBeDisabled();
  await dialog(page).getByRole("button", { name: "Previous day" }).click();
  await expect(day).toHaveValue("7 Dec 2026");
  await expect(visits(page).first()).toBeVisible();
  await dialog(page).getByRole("button", { name: "Open the list of the unconfirmed" }).click();
  await expect(page.getByRole("tab", { name: /^Unconfirmed/ })).toHaveAttribute("aria-selected", "true");
});

test("the desk's own history says what it can, of everybody who is booked", async ({ desk, board, page }) => {
  await expect(board).toBeVisible();
  const { forecast } = await desk.call<{ forecast: { is: string; is_believed?: boolean } }>("no_show", {});
  await open(page);
  const sentence =
    forecast.is === "too_little"
      ? /^Too little history to say anything/
      : forecast.is_believed
        ? /^It tells visits apart better/
        : /^It is no better than the rate of everybody/;
  await expect(missed(page).getByText(sentence)).toBeVisible();

  const listed = await desk.call<Reminders>("whom_to_remind", { day: "2026-11-24" });
  await remind(page);
  await expect(visits(page)).toHaveCount(listed.visits.length);
  await expect(visits(page)).toHaveText(listed.visits.map((it) => it.visit.visit.patient_name));
  const order = listed.is_believed ? /The likeliest to be missed first/ : /The order is by time/;
  await expect(dialog(page).getByRole("status")).toContainText(order);
  await check(page, "whom to remind by the desk's own history");
});
