import { test, expect } from "./desk";
for (const [w, h] of [[1280, 800], [1024, 768]] as const)
  test(`shots ${w}`, async ({ board, page, desk }) => {
    test.setTimeout(120000);
    page.on("console", (m) => console.log(m.text()));
    await expect(board).toBeVisible();
    await page.setViewportSize({ width: w, height: h });
    await page.keyboard.press("Control+7");
    await expect(page.getByRole("heading", { name: "Capacity", level: 1 })).toBeVisible();
    await page.getByRole("grid").waitFor({ timeout: 15000 });
    await page.screenshot({ path: `/tmp/shots/en-${w}.png` });
    for (const [n, sel] of [["heat", ".heat"], ["trends", ".charts"], ["metrics", "table >> nth=-1"]] as const) {
      await page.locator(sel).first().scrollIntoViewIfNeeded();
      await page.evaluate((s) => { document.querySelector(s === "table >> nth=-1" ? ".capacity > section:last-child" : s)?.scrollIntoView({ block: "start" }); }, sel);
      await page.screenshot({ path: `/tmp/shots/en-${w}-${n}.png` });
    }
    console.log(await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 300)));
    await page.getByText("Tables").click();
    await page.evaluate(() => document.querySelector(".capacity")?.scrollTo(0, 0));
    await page.screenshot({ path: `/tmp/shots/en-${w}-tables.png` });
    await page.getByText("Pictures").click();
    await page.getByRole("button", { name: /^Show the visits/ }).last().scrollIntoViewIfNeeded();
    await page.locator("[role=grid] [tabindex='0']").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.waitForTimeout(500);
    await page.screenshot({ path: `/tmp/shots/en-${w}-behind.png` });
    await page.keyboard.press("Escape");
    await page.emulateMedia({ colorScheme: "dark" });
    const me = await desk.call<{ preferences: object }>("session", {}).catch((e) => (console.log(String(e)), null));
    await page.evaluate(() => document.querySelector(".capacity")?.scrollTo(0, 0));
    await page.screenshot({ path: `/tmp/shots/dark-${w}.png` });
    await page.locator(".heat").evaluate((it) => it.scrollIntoView({ block: "start" }));
    await page.screenshot({ path: `/tmp/shots/dark-${w}-heat.png` });
    if (me) await desk.call("put_preferences", { ...me.preferences, language: "es" });
    await page.keyboard.press("Control+l");
    await page.getByLabel(/Usuario|Login|Inicio de sesión/).first().waitFor();
  });
