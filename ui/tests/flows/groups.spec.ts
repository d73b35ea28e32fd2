// A class and a bay: set up, filled by keys, opened, and full.
import type { Locator, Page } from "@playwright/test";
import { type Desk, expect, focused, freeHour, openSettings, test } from "./desk";
import { register } from "./patients";

const names = ["Zabriskie, Zelda", "Yelland, Yara", "Xander, Xenia", "Wexford, Wilma"];

const registerAll = async (desk: Desk) => {
  for (const [at, name] of names.entries()) {
    const [family = "", given = ""] = name.split(", ");
    await register(desk, { family, given, birth: `198${at}-01-02` });
  }
};

const dialog = (page: Page) => page.getByRole("dialog");
const book = (page: Page) => page.getByRole("button", { name: "Book", exact: true }).last();

/** Types a name on the cell under the cursor and picks the patient. */
async function pick(page: Page, name: string): Promise<void> {
  await page.keyboard.type(name.slice(0, 4).toLowerCase());
  await expect(page.getByRole("option", { name: new RegExp(name) })).toBeVisible();
  await page.keyboard.press("Enter");
}

/** The first free hour after today, with its time and its provider. */
async function freeSpot(board: Locator): Promise<{ cell: Locator; time: string; provider: string }> {
  const cell = await freeHour(board);
  const [time = "", provider = ""] = ((await cell.getAttribute("aria-label")) ?? "").split(", ");
  return { cell, time, provider };
}

async function addClass(page: Page, places: string): Promise<void> {
  await openSettings(page, "Visit types");
  await page.getByRole("button", { name: "Add a visit type" }).press("Enter");
  await dialog(page).getByLabel("Name", { exact: true }).fill("Yoga class");
  await dialog(page).getByLabel("Minutes", { exact: true }).fill("45");
  await dialog(page).getByLabel("Places").fill(places);
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toHaveCount(0);
  await page.keyboard.press("Control+1");
}

test("a class fills from its own block, says who comes, and is full in the end", async ({ desk, board, page }) => {
  await registerAll(desk);
  await addClass(page, "3");
  const { time, provider, cell } = await freeSpot(board);
  const block = (count: string) =>
    board.getByRole("gridcell", { name: new RegExp(`^${time}, ${provider}, Yoga class, ${count} of 3`) });
  await cell.focus();
  await pick(page, names[0] ?? "");
  const form = page.getByRole("form", { name: "Visit" });
  await expect(book(page)).toBeFocused();
  await form.getByLabel("Visit type").focus();
  await page.keyboard.type("Yog");
  await book(page).press("Enter");
  await expect(block("1")).toBeVisible();

  // The next one into it takes a name and two times Enter.
  await block("1").focus();
  await pick(page, names[1] ?? "");
  await expect(book(page)).toBeFocused();
  await expect(focused(page)).toHaveAccessibleDescription(/Yoga class.+ joins 1 of 3/);
  await page.keyboard.press("Enter");
  await expect(block("2")).toBeVisible();

  // Enter opens the list; each name leads to its visit.
  await block("2").focus();
  await page.keyboard.press("Enter");
  const list = page.getByRole("menu", { name: "Who comes" });
  await expect(list.getByRole("menuitem")).toHaveText([/Yelland, Yara/, /Zabriskie, Zelda/, /Book the next one/]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const panel = page.getByRole("complementary", { name: "Appointment" });
  await expect(panel).toContainText("Zabriskie, Zelda");
  await page.keyboard.press("Escape");

  await block("2").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await pick(page, names[2] ?? "");
  await expect(book(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(block("3")).toBeVisible();

  // A fourth finds it full, with the reason and what would help.
  await block("3").focus();
  await pick(page, names[3] ?? "");
  await expect(page.getByText(/is full .+: 3 of 3 are booked\./)).toBeVisible();
});

test("fewer places are saved only after it is said who has none then", async ({ desk, board, page }) => {
  await registerAll(desk);
  await addClass(page, "2");
  const { cell } = await freeSpot(board);
  await cell.focus();
  for (const [at, name] of names.slice(0, 2).entries()) {
    await pick(page, name);
    await expect(book(page)).toBeFocused();
    if (at === 0) {
      await page.getByRole("form", { name: "Visit" }).getByLabel("Visit type").focus();
      await page.keyboard.type("Yog");
    }
    await book(page).press("Enter");
    const cell = board.getByRole("gridcell", { name: new RegExp(`Yoga class, ${at + 1} of 2`) }).first();
    await cell.focus();
  }
  await openSettings(page, "Visit types");
  await page.getByRole("button", { name: "Change Yoga class" }).press("Enter");
  await dialog(page).getByLabel("Places").fill("1");
  await expect(dialog(page).getByText("1 booked visit finds no place any more", { exact: false })).toBeVisible();
  await expect(dialog(page).getByRole("listitem")).toHaveText(/Yelland, Yara/);
  await dialog(page).getByLabel("Places").fill("0");
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeVisible();
});

test("a bay shows whom it has side by side, and stays bookable while it has places", async ({ desk, board, page }) => {
  await registerAll(desk);
  await openSettings(page, "Rooms and equipment");
  await page.getByRole("button", { name: "Add a room or equipment" }).press("Enter");
  await dialog(page).getByLabel("Name, as the board shows it").fill("Dialysis bay");
  await dialog(page).getByLabel("Places").fill("2");
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toHaveCount(0);
  const setup = await desk.call<{ resources: { id: string; name: string }[]; appointment_types: { name: string }[] }>(
    "setup",
    {},
  );
  const bay = setup.resources.find((it) => it.name === "Dialysis bay")?.id ?? "";
  const usual = setup.appointment_types.find((it) => it.name === "Follow-up");
  await desk.call("put_appointment_type", {
    ...usual,
    id: null,
    version: null,
    name: "Dialysis",
    short_code: "DY",
    duration_minutes: 60,
    // Whoever starts it is free again after five minutes.
    needs: [
      { kind: "provider", any_of: [], from_minute: 0, minutes: 5 },
      { kind: "room", any_of: [bay], from_minute: 0, minutes: 0 },
    ],
  });
  await page.keyboard.press("Control+1");
  const { time } = await freeSpot(board);
  await page.getByRole("radio", { name: "Rooms" }).check();
  const cell = board.getByRole("gridcell", { name: new RegExp(`^${time}, Dialysis bay`) });
  for (const name of names.slice(0, 2)) {
    await cell.focus();
    // Beside the visit that is there, a quarter of an hour after its start.
    if (name !== names[0]) for (const key of ["ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
    await pick(page, name);
    await page.getByRole("form", { name: "Visit" }).getByLabel("Visit type").focus();
    await page.keyboard.type("Dial");
    await page.getByRole("form", { name: "Visit" }).getByRole("button", { name: "Book", exact: true }).press("Enter");
    // In the ordinary book: nothing of an overbook stands between the name and the type.
    await expect(board.getByRole("button", { name: new RegExp(`^${name}, Dialysis`) })).toBeVisible();
  }
  const [one, other] = await Promise.all(
    names.slice(0, 2).map((it) => board.getByRole("button", { name: new RegExp(`^${it}, Dialysis`) }).boundingBox()),
  );
  expect(other?.x).toBeGreaterThan((one?.x ?? 0) + (one?.width ?? 0) - 1);
});
