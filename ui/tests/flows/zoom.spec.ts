// At 200 % of a small screen, in the language with the longer words: nothing but the board is scrolled sideways, and what
// is done next can be reached.
import type { Page } from "@playwright/test";
import { expect, focused, LOGIN, PASSWORD, test } from "./desk";

test.use({ viewport: { width: 683, height: 384 }, locale: "es-MX" });

/** Everything that would have to be scrolled sideways to be read. */
const sideways = () =>
  [...document.querySelectorAll("body, body *")]
    .filter((it) => it.scrollWidth > it.clientWidth + 1 && !it.matches(".scroller"))
    .filter((it) => it === document.body || /auto|scroll/.test(getComputedStyle(it).overflowX))
    .map((it) => `${it.tagName}.${it.className}: ${it.scrollWidth} > ${it.clientWidth}`);

async function check(page: Page, screen: string): Promise<void> {
  expect(await page.evaluate(sideways), screen).toEqual([]);
}

test("every screen fits a window of half the size", async ({ desk, page }) => {
  await page.goto(desk.url);
  await page.getByLabel("Usuario").fill(LOGIN);
  await page.getByLabel("Contraseña", { exact: true }).fill(PASSWORD);
  await check(page, "sign-in");
  await page.keyboard.press("Enter");
  const board = page.getByRole("grid", { name: "Agenda del día" });
  await board.waitFor();
  await check(page, "board");
  await expect(page.getByRole("button", { name: /^Bloquear/ })).toBeInViewport();
  await expect(focused(page)).toBeInViewport();
  await board
    .getByRole("button", { name: /, agendada/ })
    .first()
    .click();
  await page.getByRole("heading", { name: "Historial" }).waitFor();
  await check(page, "visit");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+b");
  await page.keyboard.type("ma");
  await page.getByRole("option").first().waitFor();
  await check(page, "look-up");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("list", { name: "Horarios disponibles" }).getByRole("button").first().waitFor();
  await check(page, "booking");
  await expect(focused(page)).toBeInViewport();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+2");
  await expect(page.locator(":focus[data-row]")).toBeInViewport({ ratio: 0.9 });
  await check(page, "lists");
  await page.keyboard.press("F2");
  await page.keyboard.type("ma");
  await page.getByRole("option").first().waitFor();
  await check(page, "patients");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Editar expediente" }).press("Enter");
  await page.getByLabel("Apellidos").waitFor();
  await check(page, "record");
  await page.keyboard.press("Control+4");
  await page.getByRole("heading", { name: "Personal" }).waitFor();
  await check(page, "people");
  await page.keyboard.press("Control+5");
  await page.getByRole("heading", { name: "Importar" }).waitFor();
  await check(page, "import");
  await page.keyboard.press("Control+6");
  await page.getByRole("heading", { name: "Usted" }).waitFor();
  await check(page, "settings");
  await page.keyboard.press("F1");
  await page.getByRole("dialog", { name: "Teclas" }).waitFor();
  await check(page, "keys");
});
