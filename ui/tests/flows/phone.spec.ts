// On the phone: a patient whom the clinic knows, and one whom it does not.
import { expect, freeHour, test } from "./desk";
import { Keyboard } from "./keyboard";
import { register } from "./patients";

const ZELDA = { family: "Zabriskie", given: "Zélda", birth: "1980-01-02" };

test("a known patient is booked by phone with twelve keys at most, and the offers differ", async ({
  desk,
  board,
  page,
}) => {
  await register(desk, ZELDA);
  await expect(board).toBeVisible();
  const keyboard = new Keyboard(page);
  await keyboard.press("F2");
  await keyboard.find("zabr", /Zabriskie, Zélda/);
  await expect(page.getByRole("button", { name: "Book a visit" })).toBeFocused();
  await keyboard.press("b");

  const region = page.getByRole("region", { name: "Book a visit" });
  await expect(region.getByRole("alert").getByText("Ask for the new insurance card.")).toBeVisible();
  const offers = region.getByRole("list", { name: "Offers" }).getByRole("button");
  await expect(offers).toHaveCount(4);
  const names = await offers.evaluateAll((all) => all.map((it) => it.getAttribute("aria-label") ?? ""));
  expect(names[0]).toContain("Earliest");
  expect(names[1]).toMatch(/In the (morning|afternoon)|Another day/);
  expect(names[2]).toMatch(/Another day|Other provider/);
  const book = region.getByRole("button", { name: "Book", exact: true });
  await expect(book).toBeFocused();
  await expect(book).toHaveAccessibleDescription(/^Zabriskie, Zélda \(2 Jan 1980\): .+ November 2026, .+ with .+/);

  await keyboard.press("2");
  const when = names[1]?.split(",")[0] ?? "";
  await expect(offers.nth(1)).toHaveAttribute("aria-pressed", "true");
  await expect(book).toBeFocused();
  await keyboard.press("Enter");
  await expect(region).toBeHidden();
  await expect(page.getByText(`Booked: Zabriskie, Zélda, ${when.split("–")[0]}`).first()).toBeVisible();
  expect(keyboard.count).toBeLessThanOrEqual(12);
});

test("Shift+Enter books and keeps the patient for the next visit", async ({ desk, board, page }) => {
  const id = await register(desk, ZELDA);
  await expect(board).toBeVisible();
  const keyboard = new Keyboard(page);
  await keyboard.press("Control+b");
  await keyboard.find("zabr", /Zabriskie/);
  const region = page.getByRole("region", { name: "Book a visit" });
  const book = region.getByRole("button", { name: "Book", exact: true });
  await expect(book).toBeFocused();
  await keyboard.press("Shift+Enter");
  await expect(page.getByText(/^Booked: Zabriskie/).first()).toBeVisible();
  await expect(region.getByText("Zabriskie, Zélda").first()).toBeVisible();
  await expect(book).toBeEnabled();
  await expect(book).toBeFocused();
  await keyboard.press("Enter");
  await expect(region).toBeHidden();
  const card = await desk.call<{ next_visits: unknown[] }>("patient_card", { patient: id });
  expect(card.next_visits).toHaveLength(2);
});

test("a patient is found by every identifier, and of two namesakes none is taken by itself", async ({
  desk,
  board,
  page,
}) => {
  await register(desk, { ...ZELDA, phone: "+1 212 555 7391" });
  await register(desk, { ...ZELDA, birth: "1991-06-15", phone: "+1 212 555 0000" });
  await expect(board).toBeVisible();
  await page.keyboard.press("F2");
  const box = page.getByRole("combobox");
  const options = page.getByRole("option", { name: /Zabriskie/ });
  for (const words of ["zelda zab", "zab zelda", "zabriskie, ze", "zabr 02011980", "zabr 1980-01-02", "5557391"]) {
    await box.fill(words);
    await expect(options.filter({ hasText: "2 Jan 1980" }), words).toBeVisible();
  }
  await box.fill("zabriskie");
  await expect(options).toHaveCount(2);
  await expect(options.first().locator(".namesake")).toHaveCSS("font-weight", "700");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("article", { name: "Patient card" })).toBeHidden();
  await expect(page.getByRole("status").filter({ hasText: "Several patients match" })).toHaveCount(1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("article", { name: "Patient card" })).toBeVisible();
});

test("a new patient is registered and booked with forty keys at most beside what is typed", async ({ board, page }) => {
  const cell = await freeHour(board);
  await cell.focus();
  const keyboard = new Keyboard(page);
  const typed = { name: "quillfeather, marigold", birth: "02291984", phone: "2125550148" };
  await keyboard.type(typed.name);
  await expect(page.getByRole("option", { name: /New patient/ })).toBeVisible();
  await keyboard.press("Enter");
  await expect(page.getByLabel("Family name")).toHaveValue("Quillfeather");
  await expect(page.getByLabel("Birth date")).toBeFocused();
  await keyboard.type(typed.birth);
  await keyboard.press("Tab", "Tab");
  await expect(page.getByLabel("Phone", { exact: true })).toBeFocused();
  await keyboard.type(typed.phone);
  await keyboard.press("Enter");
  const region = page.getByRole("region", { name: "Book a visit" });
  await expect(region.getByLabel("Visit type")).toHaveValue(/.+/);
  const type = region.getByLabel("Visit type").locator("option:checked");
  await expect(type).toHaveText(/^New patient/);
  const book = region.getByRole("button", { name: "Book", exact: true });
  await expect(book).toBeFocused();
  await expect(book).toHaveAccessibleDescription(/^Quillfeather, Marigold \(29 Feb 1984\): /);
  await keyboard.press("Enter");
  await expect(region).toBeHidden();
  await expect(page.getByText(/^Booked: Quillfeather, Marigold/).first()).toBeVisible();
  const data = Object.values(typed).join("").length;
  expect(keyboard.count - data).toBeLessThanOrEqual(40);
});

test("who is registered already is not registered twice", async ({ desk, board, page }) => {
  await register(desk, ZELDA);
  await expect(board).toBeVisible();
  const keyboard = new Keyboard(page);
  await keyboard.press("Control+b");
  await keyboard.type("zabriskie, zelda x");
  await expect(page.getByRole("option", { name: /New patient/ })).toBeVisible();
  await keyboard.press("Enter");
  await page.getByLabel("Given names").fill("Zelda");
  await page.getByLabel("Birth date").focus();
  await keyboard.type("01021980");
  await keyboard.press("Enter");
  await expect(page.getByText("Is it one of these?")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Use this record: Zabriskie/ })).toBeFocused();
  await keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Book a visit" }).getByText("No. ")).toBeVisible();
});
