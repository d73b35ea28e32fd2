// What the capacity room shows, taken out of the desk: a document and tables in the folder that the desk names.
import type { Page } from "@playwright/test";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { check } from "./accessible";
import { type Desk, expect, focused, freeHour, signIn, test } from "./desk";
import { reach } from "./keyboard";
import { register } from "./patients";

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

interface Saved {
  path: string;
  files: string[];
}

async function open(page: Page): Promise<void> {
  await page.keyboard.press("Control+7");
  await expect(page.getByRole("grid", { name: "The next two weeks" })).toBeVisible();
}

/** Presses a button that saves, and answers what the desk wrote. */
async function save(page: Page, button: string): Promise<Saved> {
  const answered = page.waitForResponse("**/call/save_review");
  await reach(page, page.getByRole("button", { name: button }), "Shift+Tab");
  await page.keyboard.press("Enter");
  const answer = await answered;
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()) as Saved;
}

test("the review is saved as a document and as tables, and the room says where", async ({ desk, board, page }) => {
  await expect(board).toBeVisible();
  await open(page);
  const files = page.getByRole("group", { name: "Files" });
  await expect(files.getByRole("button")).toHaveText(["Save as PDF", "Save tables (CSV)"]);

  const document = await save(page, "Save as PDF");
  expect(dirname(document.path)).toBe(join(desk.home, "exports"));
  expect(basename(document.path)).toBe("Capacity 2026-11-23.pdf");
  expect(readFileSync(document.path).subarray(0, 4).toString()).toBe("%PDF");
  const said = page.getByRole("status").filter({ hasText: "Saved in" });
  await expect(said.getByText("Saved in exports: Capacity 2026-11-23.pdf")).toBeVisible();
  await expect(said.getByText(document.path, { exact: true })).toBeVisible();
  await expect(focused(page)).toHaveAccessibleName("Save as PDF");
  await check(page, "the capacity room with a saved file");

  const tables = await save(page, "Save tables (CSV)");
  await expect(said.getByText(`Saved in exports: ${basename(tables.path)}`)).toBeVisible();
  await expect(said).toContainText(`(${tables.files.length} tables)`);
  expect(readdirSync(tables.path).sort()).toEqual([...tables.files].sort());
  const texts = tables.files.map((name) => {
    const bytes = readFileSync(join(tables.path, name));
    expect(bytes.subarray(0, 3), name).toEqual(MARK);
    return bytes.subarray(3).toString();
  });
  const all = texts.join("");
  for (const metric of [
    "Third next available",
    "Utilisation",
    "No-show rate",
    "Backfill rate",
    "Whole visit",
    "Patients",
  ])
    expect(all).toContain(`\r\n"${metric}",`);
  expect(all).toMatch(/\r\n"Same-day access","Not known","Requests that were turned away are not written down\."\r\n/);
  expect(all).toMatch(/\r\n"Utilisation",\d+,"[\d,]+ of [\d,]+ minutes\. /);
  expect(all).toMatch(/"Provider","Mon 23 Nov","Tue 24 Nov"/);
  expect(all).toMatch(/"Week from","24 Aug".*,"23 Nov"\r\n"Utilisation \(%\)",/);
});

test("the paper says what was chosen, in the language of the room", async ({ board, page }) => {
  await expect(board).toBeVisible();
  await open(page);
  await page.getByLabel("Provider", { exact: true }).selectOption({ label: "Dr Daniel Okafor" });
  await page.getByLabel("Figures of").selectOption({ label: "The last 4 weeks" });
  await page.getByLabel("Compared").selectOption({ label: "Every Friday" });
  const asked = page.waitForRequest("**/call/save_review");
  await page.getByRole("button", { name: "Save as PDF" }).click();
  const { of, review } = (await asked).postDataJSON() as {
    of: { provider: string | null; first_day: string | null };
    review: { place: string; period: string; made: string; sections: { heading: string; note: string }[] };
  };
  expect(of.provider).toMatch(/.+/);
  expect(of.first_day).toBe("2026-10-26");
  expect(review.place).toBe("All locations, Dr Daniel Okafor");
  expect(review.period).toBe("Mon 23 Nov 2026; figures of 26 Oct 2026 to 22 Nov 2026");
  expect(review.made).toMatch(/^Made on Mon 23 Nov 2026, 09:\d\d by Ana Silva$/);
  expect(review.sections.find((it) => it.heading === "Visits, 13 weeks")?.note).toMatch(/^Every Friday\./);
  await expect(page.getByText("Saved in exports: Capacity 2026-11-23.pdf")).toBeVisible();
});

test("what cannot be written is said, and what was written can be opened where the desk can show it", async ({
  board,
  page,
}) => {
  await expect(board).toBeVisible();
  const sentence = "There is no room left on the disk.";
  await page.route("**/call/save_review", (route) =>
    route.fulfill({
      status: 500,
      json: { code: "internal", retryable: false, field: null, sentence, facts: {} },
    }),
  );
  await open(page);
  await page.getByRole("button", { name: "Save as PDF" }).click();
  const problem = page.getByRole("alert").filter({ hasText: sentence });
  await expect(problem).toBeVisible();
  await page.unroute("**/call/save_review");

  // A headless desk has nothing to show a file with.
  const path = "C:\\Users\\Ana\\Downloads\\Capacity 2026-11-23.pdf";
  await page.route("**/call/save_review", (route) => route.fulfill({ json: { path, files: [path], opens: true } }));
  await page.route("**/call/open_review", (route) => route.fulfill({ json: {} }));
  await page.getByRole("button", { name: "Save as PDF" }).click();
  await expect(page.getByText("Saved in Downloads: Capacity 2026-11-23.pdf")).toBeVisible();
  await expect(problem).toHaveCount(0);
  const opened = page.waitForRequest("**/call/open_review");
  await page.getByRole("button", { name: "Open Capacity 2026-11-23.pdf" }).press("Enter");
  expect((await opened).postDataJSON()).toEqual({ path });
});

test("whoever may see reports but takes nothing out has no such buttons", async ({ desk, board, page }) => {
  await expect(board).toBeVisible();
  const password = await add(desk, "ida", "administrator");
  await page.keyboard.press("Control+l");
  await signIn(page, "ida", password);
  await page.getByLabel("One-time password").fill(password);
  await page.getByRole("textbox", { name: "New password", exact: true }).fill("ships in the fog");
  await page.getByLabel("New password again").fill("ships in the fog");
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByRole("button", { name: "Capacity" })).toBeVisible();
  await open(page);
  await expect(page.getByRole("region", { name: "All figures" })).toBeVisible();
  await expect(page.getByRole("group", { name: "Files" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: /^Save/ })).toHaveCount(0);
});

test("a booking by keyboard is counted, in seconds and keys, and nothing else of it", async ({ desk, board, page }) => {
  await register(desk, { family: "Zabriskie", given: "Zelda", birth: "1980-01-02" });
  await (await freeHour(board)).focus();
  await page.keyboard.type("zabr");
  await expect(page.getByRole("option", { name: /Zabriskie, Zelda/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Book", exact: true }).last()).toBeFocused();
  const asked = page.waitForRequest("**/call/book");
  await page.keyboard.press("Enter");
  const { effort } = (await asked).postDataJSON() as { effort: { seconds: number; keystrokes: number } };
  expect(Object.keys(effort).sort()).toEqual(["keystrokes", "seconds"]);
  expect(effort.keystrokes).toBe(6);
  await expect(board.getByRole("gridcell", { name: /Zabriskie, Zelda, .+booked/ }).first()).toBeVisible();

  await open(page);
  await page.getByLabel("Figures of").selectOption({ label: "Other days" });
  await page.getByLabel("Last day").fill("23 Nov 2026");
  await page.keyboard.press("Tab");
  const all = page.getByRole("region", { name: "All figures" });
  const row = (metric: string) => all.getByRole("row").filter({ has: page.getByRole("rowheader", { name: metric }) });
  await expect(row("Booking effort")).toContainText(/half within \d+ seconds?, .*\(1 case\)/);
  await expect(row("Keys of a booking")).toContainText(/half within 6 keys, nine of ten within 6 keys \(1 case\)/);
});

/** Answers the one-time password. */
async function add(desk: Desk, login: string, role: string): Promise<string> {
  const person = { name: "Ida Roth", login, roles: [role], resource: null };
  const added = await desk.call<{ result: { one_time_password: string } }>("add_person", person);
  return added.result.one_time_password;
}
