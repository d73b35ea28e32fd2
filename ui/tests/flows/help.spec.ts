// Help beside the work: the guide of the screen, found by words, and back to where one was.
import { type Page } from "@playwright/test";
import { expect, focused, test } from "./desk";

const article = (page: Page, name: string) => page.getByRole("article", { name });

test("a screen has its help one key away, and the way back is one key too", async ({ board, page }) => {
  await expect(board).toBeVisible();
  await page.keyboard.press("Control+2");
  await page.locator(":focus[data-row]").waitFor();
  await page.keyboard.press("Shift+F1");
  await expect(article(page, "Work the lists")).toBeVisible();
  await expect(focused(page)).toHaveAccessibleName("Search the help");
  const picture = article(page, "Work the lists").getByRole("img");
  await picture.scrollIntoViewIfNeeded();
  await expect.poll(() => picture.evaluate((it) => (it as HTMLImageElement).naturalWidth)).toBeGreaterThan(900);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "Work lists" })).toBeVisible();

  // What is under way has its own page, and goes on afterwards.
  await page.keyboard.press("Control+1");
  await page.keyboard.press("Control+b");
  await page.getByRole("region", { name: "Book a visit" }).waitFor();
  await page.keyboard.press("F1");
  await page.getByRole("button", { name: "Help for this screen", exact: true }).click();
  await expect(article(page, "Book by phone")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("region", { name: "Book a visit" })).toBeVisible();
});

test("help is at the door too, and what was typed is still there afterwards", async ({ desk, page }) => {
  await page.goto(desk.url);
  await page.getByLabel("Login").fill("ana");
  await page.getByRole("button", { name: "Help", exact: true }).click();
  await expect(article(page, "Lock, passwords, backup")).toBeVisible();
  await page.getByLabel("Search the help").fill("recovery code");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("Login")).toHaveValue("ana");
  await page.getByLabel("Password").focus();
  await page.keyboard.press("Shift+F1");
  await expect(focused(page)).toHaveAccessibleName("Search the help");
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("Password")).toBeFocused();
});

test("the first start has its help", async ({ emptyDesk, page }) => {
  await page.goto(emptyDesk.url);
  await page.getByRole("heading", { name: "Welcome" }).waitFor();
  await page.keyboard.press("Shift+F1");
  await expect(article(page, "Set up your clinic")).toBeVisible();
  await page.getByRole("button", { name: "Back", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Welcome" })).toBeVisible();
});

test("a place of the guide is found by words, and its links lead on", async ({ board, page }) => {
  await expect(board).toBeVisible();
  await page.getByRole("button", { name: "Help", exact: true }).click();
  await expect(article(page, "Open the day")).toBeVisible();
  await page.keyboard.type("recovery cod");
  await expect(page.getByRole("status").filter({ hasText: /places? found/ })).toBeVisible();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("forgotten passw");
  await expect(page.getByRole("button", { name: /^Lock, passwords, backup: Forgotten password/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(
    article(page, "Lock, passwords, backup").getByRole("heading", { name: "Forgotten password" }),
  ).toBeInViewport();
  await article(page, "Lock, passwords, backup").getByRole("button", { name: "People and roles" }).click();
  await expect(article(page, "People and roles")).toBeVisible();
  await page.getByLabel("Search the help").fill("xylophone");
  await expect(page.getByText("Nothing is said about this.")).toBeVisible();
});

test("the help speaks the window's language", async ({ board, page }) => {
  await expect(board).toBeVisible();
  await page.keyboard.press("Control+6");
  await page.getByLabel("Language").selectOption({ label: "Español" });
  await page.keyboard.press("Shift+F1");
  await expect(article(page, "Configurar su clínica")).toBeVisible();
});
