// The printed sheet of an outage is typed in: what happened at its time, somebody who walked in, a clash that is said at once, and
// the day that is signed off with it.
import { check } from "./accessible";
import { expect, focused, test } from "./desk";

interface PaperDay {
  visits: { visit: { id: string; patient_name: string; status: string; wall_start: string; from_minute: number } }[];
  typed: { by: string; entries: number }[];
}

interface Appointment {
  history: { what: string; wall_at: string; typed_at: string | null }[];
}

const TODAY = "2026-11-23";

test.use({ now: "2026-11-23T19:30-05:00" });

test("the sheet is typed in by keyboard, marked as from paper, and signed off with the day", async ({
  board,
  desk,
  page,
}) => {
  const { locations } = await desk.call<{ locations: { id: string }[] }>("setup", {});
  const location = locations[0]?.id;
  const day = () => desk.call<PaperDay>("paper_day", { location, date: TODAY });
  const before = await day();
  const open = before.visits.findIndex(({ visit }) => visit.status === "booked");
  const row = before.visits[open]?.visit;
  if (!row) throw new Error("nobody is left to come");

  await expect(board).toBeVisible();
  await page.getByRole("button", { name: "More for this day" }).press("Enter");
  await page.getByRole("menuitem", { name: "Type in from paper" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^From paper/);
  await expect(page.getByText("Nothing typed in yet.")).toBeVisible();
  await expect(page.locator(":focus[data-row]")).toBeVisible();
  await check(page, "from paper");
  await page.keyboard.press("Home");
  for (let at = 0; at < open; at++) await page.keyboard.press("ArrowDown");
  await expect(focused(page)).toHaveAccessibleName(new RegExp(row.patient_name));

  // Later than now is said, and nothing is sent.
  await page.keyboard.press("i");
  const form = page.getByRole("form", { name: `Checked in: ${row.patient_name}` });
  await expect(form.getByLabel("Written at")).toBeFocused();
  await expect(form.getByLabel("Written at")).toHaveValue(row.wall_start);
  await page.keyboard.type("2345");
  await page.keyboard.press("Enter");
  await expect(form.getByText("It is 19:3", { exact: false })).toBeVisible();
  // Who was compared with nothing is not checked in.
  await form.getByLabel("Written at").fill("8:57");
  await page.keyboard.press("Enter");
  await expect(form.getByText(/two different details|details/i).first()).toBeVisible();
  await form.getByLabel("Name and birth date were compared").check();
  await form.getByLabel("Written at").press("Enter");
  await expect(form).toBeHidden();
  await expect(page.getByText("Typed in: 1 entry (Ana Silva 1)")).toBeVisible();
  const { history } = await desk.call<Appointment>("appointment", { appointment: row.id });
  const line = history.find((it) => it.typed_at !== null);
  expect(line?.wall_at).toBe(`${TODAY}T08:57`);
  expect(line?.typed_at).toMatch(/T19:3/);

  // One key takes it back, and it does not count any more.
  await page.keyboard.press("Control+z");
  await expect(page.getByText("Nothing typed in yet.")).toBeVisible();
});

test("a walk-in of the morning is added, and a time that is taken asks for its reason", async ({
  board,
  desk,
  page,
}) => {
  const { locations } = await desk.call<{ locations: { id: string }[] }>("setup", {});
  const location = locations[0]?.id;
  const day = () => desk.call<PaperDay>("paper_day", { location, date: TODAY });
  const before = await day();

  await expect(board).toBeVisible();
  await page.keyboard.press("Control+Shift+p");
  await expect(page.locator(":focus[data-row]")).toBeVisible();
  await page.keyboard.press("b");
  const lookup = page.getByRole("combobox", { name: "Patient" });
  await expect(lookup).toBeFocused();
  await page.keyboard.type("Papadakis, Nik");
  await page
    .getByRole("listbox")
    .getByRole("option", { name: /New patient/ })
    .click();
  const record = page.getByRole("form", { name: "New patient" });
  await record.getByLabel("Birth date").fill("5 Mar 1984");
  await record.getByRole("button", { name: "Register", exact: true }).press("Enter");
  await expect(page.getByText("Papadakis, Nik", { exact: true })).toBeVisible();
  await page.getByLabel("Starts at").fill("9:15");
  await page.getByLabel("Written at").fill("9:05");
  await page.getByLabel("Written at").press("Enter");
  const reason = page.getByLabel("Why it was promised all the same");
  const added = page.getByText(/^Papadakis, Nik: .*, from paper\.$/);
  await expect(reason.or(added).first()).toBeVisible();
  if (await reason.isVisible()) {
    await reason.fill("promised on the phone while the desk was down");
    await reason.press("Enter");
  }
  await expect(added.first()).toBeVisible();
  const after = await day();
  expect(after.visits).toHaveLength(before.visits.length + 1);
  expect(after.typed[0]?.entries).toBeGreaterThanOrEqual(1);

  // The end of the day says so, and who closes it signs for it.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+2");
  await expect(page.locator(":focus[data-row]")).toBeVisible();
  await page.keyboard.press("z");
  const dialog = page.getByRole("dialog", { name: "Close the day" });
  await expect(dialog.getByText(/^Typed in from paper: \d+ entr/)).toBeVisible();
  await expect(dialog.getByRole("list", { name: "The day in numbers" })).toContainText("From paper 1");
  await expect(dialog.getByRole("button", { name: /visits and sign$/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
});
