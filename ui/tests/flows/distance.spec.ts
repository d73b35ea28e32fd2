// Visits by phone and by video: the number or the link is there, and another can be said.
import type { Locator, Page } from "@playwright/test";
import { type Desk, expect, freeHour, test } from "./desk";
import { register } from "./patients";

const ZELDA = { family: "Zabriskie", given: "Zelda", birth: "1980-01-02" };
const panel = (page: Page) => page.getByRole("complementary", { name: "Appointment" });
const fact = (page: Page, name: string) => panel(page).locator("dt", { hasText: name }).locator("+ dd");

/** The booking of a patient on a free hour, for the type whose name begins so. */
async function bookingOf(desk: Desk, board: Locator, page: Page, type: string): Promise<Locator> {
  await register(desk, ZELDA);
  await (await freeHour(board)).focus();
  await page.keyboard.type("zabr");
  await expect(page.getByRole("option", { name: /Zabriskie, Zelda/ })).toBeVisible();
  await page.keyboard.press("Enter");
  const form = page.getByRole("form", { name: "Visit" });
  await form.getByLabel("Visit type").focus();
  await page.keyboard.type(type);
  return form;
}

test("a call is booked with another number than the record's, and a wrong one is refused", async ({
  desk,
  board,
  page,
}) => {
  const form = await bookingOf(desk, board, page, "Tele");
  const number = form.getByLabel("Number to call");
  await expect(number).toHaveAttribute("placeholder", /\d/);
  await number.fill("ask her sister");
  await page.keyboard.press("Enter");
  await expect(form.getByText("digits, spaces, + - ( ) only", { exact: false })).toBeVisible();
  await number.fill("+1 212 555 0177");
  await page.keyboard.press("Enter");
  await expect(form).toBeHidden();
  await board.getByRole("button", { name: /^Zabriskie, Zelda, .+by phone/ }).click();
  await expect(fact(page, "Number to call")).toHaveText("+1 212 555 0177");
  await expect(fact(page, "Where")).toHaveText("By phone");
});

test("a video visit has its provider's link, until the settings give another", async ({ desk, board, page }) => {
  const form = await bookingOf(desk, board, page, "Vid");
  await expect(form.getByLabel("Join link")).toHaveAttribute("placeholder", /^https:\/\/video\.example\/\w+$/);
  await form.getByRole("button", { name: "Book", exact: true }).press("Enter");
  await expect(form).toBeHidden();
  await board.getByRole("button", { name: /^Zabriskie, Zelda, .+by video/ }).click();
  await expect(fact(page, "Join link")).toHaveText(/^https:\/\/video\.example\/\w+$/);
  const provider = await fact(page, "Provider").innerText();

  await page.keyboard.press("Control+6");
  await page.getByRole("button", { name: "Providers and hours" }).press("Enter");
  await page.getByRole("button", { name: `Change ${provider}`, exact: true }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Link of the video visits").fill("http://video.example/room");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("a link that begins with https://", { exact: false })).toBeVisible();
  await dialog.getByLabel("Link of the video visits").fill("https://video.example/room");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await page.keyboard.press("Control+1");
  await expect(fact(page, "Join link")).toHaveText("https://video.example/room");
});

test("a type by phone gives up its room", async ({ board, page, desk }) => {
  await expect(board).toBeVisible();
  await page.keyboard.press("Control+6");
  await page.getByRole("button", { name: "Visit types" }).press("Enter");
  await page
    .getByRole("row", { name: /Short visit/ })
    .getByRole("button", { name: /^Change/ })
    .press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("group", { name: "2. Room" })).toBeVisible();
  await dialog.getByRole("radio", { name: "By phone" }).press("Space");
  await expect(dialog.getByRole("group", { name: "2. Room" })).toHaveCount(0);
  await dialog.getByRole("button", { name: "Save the type" }).press("Enter");
  await expect(dialog).toBeHidden();
  const setup = await desk.call<{ appointment_types: { name: string; modality: string; needs: unknown[] }[] }>(
    "setup",
    {},
  );
  const short = setup.appointment_types.find((it) => it.name === "Short visit");
  expect([short?.modality, short?.needs.length]).toEqual(["phone", 1]);
});
