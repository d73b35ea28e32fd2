// How a person likes the desk: chosen by keys alone, seen at once, and back at the next sign-in.
import type { Page } from "@playwright/test";
import { expect, LOGIN, PASSWORD, signIn, test } from "./desk";
import { reach } from "./keyboard";

const paper = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const WHITE = "rgb(255, 255, 255)";

async function leave(page: Page): Promise<void> {
  await page.keyboard.press("Control+l");
  await page.locator("input[type=password]").waitFor();
}

test("theme, contrast and language are the person's, and the door keeps them until the next person", async ({
  board,
  desk,
  page,
}) => {
  const choice = (of: string) => page.getByRole("group", { name: of }).getByRole("radio", { checked: true });
  await expect(board).toBeVisible();
  expect(await paper(page)).toBe(WHITE);
  await page.keyboard.press("Control+6");
  await reach(page, page.getByLabel("Language"));
  await page.keyboard.press("e");
  await page.keyboard.press("e");
  await expect(page.getByRole("heading", { name: "Ajustes" })).toBeVisible();
  await reach(page, choice("Tema"));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("radio", { name: "Oscuro" })).toBeChecked();
  expect(await paper(page)).not.toBe(WHITE);
  await reach(page, choice("Contraste"));
  const usual = await page.evaluate(() => getComputedStyle(document.body).color);
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("radio", { name: "Más" })).toBeChecked();
  expect(await page.evaluate(() => getComputedStyle(document.body).color)).not.toBe(usual);

  // The door goes on as the window was. A person who has chosen nothing gets what the PC has.
  const newcomer = { login: "bo", name: "Bo Lind", roles: ["front_desk"] };
  const added = await desk.call<{ result: { one_time_password: string } }>("add_person", newcomer);
  const once = added.result.one_time_password;
  await leave(page);
  await expect(page.getByRole("heading", { name: "Iniciar sesión" })).toBeVisible();
  expect(await paper(page)).not.toBe(WHITE);
  await page.getByLabel("Usuario").fill("bo");
  await page.getByLabel("Contraseña", { exact: true }).fill(once);
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "New password", exact: true }).waitFor();
  expect(await paper(page)).toBe(WHITE);
  await page.getByLabel(/^One-time password/).fill(once);
  await page.getByRole("textbox", { name: "New password", exact: true }).fill("another quiet harbour");
  await page.getByLabel("New password again").fill("another quiet harbour");
  await page.keyboard.press("Enter");
  await page.getByRole("grid", { name: "Day board" }).waitFor();
  await leave(page);

  await signIn(page, LOGIN, PASSWORD);
  await expect(page.getByRole("grid", { name: "Agenda del día" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "es");
  expect(await paper(page)).not.toBe(WHITE);
});

test("a language that is chosen at the door becomes that of a person who had none", async ({ desk, page }) => {
  await page.goto(desk.url);
  await page.getByLabel("Language").selectOption({ label: "Español" });
  await page.getByLabel("Usuario").fill(LOGIN);
  await page.getByLabel("Contraseña", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("grid", { name: "Agenda del día" }).waitFor();
  const kept = () => desk.call<{ language: string | null }>("preferences", {});
  await expect.poll(async () => (await kept()).language).toBe("es");
});

test.describe("where the PC forces its colours", () => {
  test.use({ contextOptions: { forcedColors: "active" } });

  test("what is chosen, what is closed and what is on the move can still be told", async ({ board, page }) => {
    /** The colours that are drawn: of the words, of the ground under them. */
    const drawn = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((it) => [getComputedStyle(it).color, getComputedStyle(it).backgroundColor]);
    const ground = (await drawn("body"))[1];
    for (const chosen of ["nav [aria-current]", ".primary", "label.chosen"]) {
      const [words, behind] = await drawn(chosen);
      expect(behind, chosen).not.toBe(ground);
      expect(words, chosen).not.toBe(behind);
    }
    const hatch = () => getComputedStyle(document.querySelector(".back .column") as Element).backgroundImage;
    expect(await page.evaluate(hatch)).toContain("gradient");
    const lines = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((it) => getComputedStyle(it).borderTopStyle + getComputedStyle(it).borderTopWidth);
    expect(await lines(".visit:not(.tiny)")).toBe("solid1px");
    const visit = board.getByRole("button", { name: /, booked/ }).first();
    const usual = await visit.evaluate((it) => getComputedStyle(it).backgroundColor);
    await visit.click();
    await expect(visit).toHaveAttribute("aria-pressed", "true");
    expect(await visit.evaluate((it) => getComputedStyle(it).backgroundColor)).not.toBe(usual);
    await page.keyboard.press("m");
    await page.locator(".mark.ghost").waitFor();
    expect(await lines(".mark.ghost")).toBe("dashed2px");
  });
});
