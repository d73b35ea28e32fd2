// A clinic from nothing, by the keyboard alone: from the first page of an empty desk to a visit that a receptionist books.
import type { Page } from "@playwright/test";
import { expect, focused, test } from "./desk";
import { press, reach } from "./keyboard";

const NOW = "2026-11-23T09:00-05:00";
const PASSWORD = "a quiet harbour";

/** Types into the fields of a form, from the one with the focus on; null leaves one as it is. */
async function fill(page: Page, ...words: (string | null)[]): Promise<void> {
  for (const [at, it] of words.entries()) {
    if (at > 0) await page.keyboard.press("Tab");
    if (it !== null) await page.keyboard.type(it);
  }
}

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });
const nav = (page: Page) => page.getByRole("navigation", { name: "Settings" });

/** From wherever the settings are to another section, by the arrows of the list. */
async function section(page: Page, name: string): Promise<void> {
  const target = nav(page).getByRole("button", { name, exact: true });
  await reach(page, nav(page).locator("[aria-current]"), "Shift+Tab");
  const sections = await nav(page).getByRole("button").count();
  for (let step = 0; step < sections; step++) {
    if (await target.evaluate((it) => it === document.activeElement)) break;
    await page.keyboard.press("ArrowDown");
  }
  await expect(page.getByRole("region", { name, exact: true })).toBeVisible();
}

/** Opens the dialog for a new record, types its first field and saves it with Enter. */
async function add(page: Page, opener: string, name: string): Promise<void> {
  await press(page, button(page, opener));
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

async function setUp(page: Page): Promise<void> {
  await press(page, page.getByRole("button", { name: /^Set up my clinic/ }));
  await press(page, page.getByRole("checkbox", { name: /passwords alone/ }), "Space");
  await press(page, button(page, "Go on without a keyring"));
  await expect(page.getByLabel("Clinic's name")).toBeFocused();
  await fill(page, "Riverside", null, "Main site", null, "Ana Silva", "ana", PASSWORD);
  await reach(page, page.getByLabel("Password again"));
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await press(page, page.getByRole("checkbox", { name: "I have kept the recovery code" }), "Space");
  await press(page, button(page, "Continue"));
}

async function goTo(page: Page, date: string): Promise<void> {
  await page.keyboard.press("Control+1");
  await page.keyboard.press("Control+g");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.type(date);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

test("a clinic is set up from nothing, and its receptionist books the first visit", async ({ emptyDesk, page }) => {
  test.setTimeout(60_000);
  // This PC's clock, for the days that forms suggest; the desk has its own.
  await page.clock.setFixedTime(new Date(NOW));
  await page.goto(emptyDesk.url);
  await setUp(page);

  const list = page.getByRole("region", { name: "Getting your clinic ready" });
  await expect(list.getByText("6 things are left")).toBeVisible();
  await expect(page.getByText("This location has no providers yet.")).toBeVisible();
  await press(page, list.getByRole("button", { name: /^Providers \(missing\)/ }));
  await expect(nav(page).getByRole("button", { name: "Providers and hours" })).toBeFocused();

  await section(page, "Locations");
  await add(page, "Add a location", "Harbour annex");
  await expect(page.getByRole("cell", { name: "America/New_York" })).toHaveCount(2);
  await section(page, "Providers and hours");
  await add(page, "Add a provider", "Dr Mei Chen");
  await expect(page.getByText("Mon, Tue, Wed, Thu, Fri 08:00–12:00, 13:00–17:00; from 23 Nov 2026")).toBeVisible();

  await section(page, "Rooms and equipment");
  await add(page, "Add a room or equipment", "Exam room 1");
  await press(page, button(page, "Add a room or equipment"));
  await page.keyboard.type("ECG 1");
  await reach(page, page.getByRole("combobox", { name: "Kind" }), "Shift+Tab");
  await page.keyboard.type("Eq");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row", { name: /ECG 1 Equipment Always/ })).toBeVisible();

  await section(page, "Visit types");
  await press(page, button(page, "Add a visit type"));
  await page.keyboard.type("Wound care");
  await press(page, button(page, "Add a room, equipment or a provider"));
  await press(page, button(page, "Save the type"));
  await expect(page.getByRole("row", { name: /Wound care 20 .* Provider \+ Room/ })).toBeVisible();

  await section(page, "Holidays and time off");
  await press(page, button(page, "Add a holiday or time off"));
  await page.keyboard.type("Harvest day");
  await reach(page, page.getByLabel("First day"));
  await page.keyboard.type("11252026");
  const main = page.getByRole("status").filter({ hasText: "Main site" });
  await expect(main).toContainText("Every booked visit keeps its time.");
  await press(page, button(page, "Close this time"));
  await expect(page.getByRole("row", { name: /25 Nov 2026 Harvest day/ })).toHaveCount(2);
  await goTo(page, "2026-11-25");
  await expect(page.getByRole("gridcell", { name: "10:00, Dr Mei Chen, Harvest day" })).toBeVisible();

  await expect(list.getByText("3 things are left")).toBeVisible();
  await page.keyboard.press("Control+4");
  await press(page, button(page, "Add a person"));
  await fill(page, "Ben Ito", "ben");
  await page.keyboard.press("Enter");
  const shown = page.getByRole("dialog", { name: "One-time password for Ben Ito" });
  const oneTime = await shown.getByLabel("One-time password").innerText();
  await press(page, button(page, "I have handed it over"));
  await page.keyboard.press("Control+l");

  await expect(page.getByLabel("Login")).toBeFocused();
  await fill(page, "ben", oneTime);
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("One-time password")).toBeFocused();
  await page.keyboard.type(oneTime);
  for (const field of ["New password", "New password again"]) {
    await reach(page, page.getByRole("textbox", { name: field, exact: true }));
    await page.keyboard.type("ships in the fog");
  }
  await page.keyboard.press("Enter");
  await expect(page.getByRole("grid", { name: "Day board" })).toBeVisible();
  await expect(list).toHaveCount(0);

  await page.keyboard.press("Control+b");
  await page.keyboard.type("quill, nora");
  await expect(page.getByText("Enter: register a new patient")).toBeVisible();
  await page.keyboard.press("Enter");
  await reach(page, page.getByLabel("Birth date"));
  await page.keyboard.type("03041985");
  await reach(page, page.getByLabel("Phone", { exact: true }));
  await page.keyboard.type("+1 212 555 0147");
  await press(page, button(page, /^Register/));
  const booking = page.getByRole("region", { name: "Book a visit" });
  await reach(page, booking.getByLabel("Visit type"), "Shift+Tab");
  await page.keyboard.type("Wound");
  await expect(booking.getByRole("list", { name: "Offers" }).getByRole("button").first()).toBeVisible();
  await press(page, booking.getByRole("button", { name: "Book", exact: true }));
  await expect(booking).toBeHidden();
  await expect(page.getByRole("button", { name: /^Quill, Nora, .*Wound care.*, booked/ })).toBeVisible();
  await expect(focused(page)).toHaveRole("gridcell");
});
