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
    await page.locator(".heat [tabindex=\"0\"]").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.waitForTimeout(500);
    await page.screenshot({ path: `/tmp/shots/en-${w}-behind.png` });
    await page.keyboard.press("Escape");
    await page.emulateMedia({ colorScheme: "dark" });
    await page.evaluate(() => document.querySelector(".capacity")?.scrollTo(0, 0));
    await page.screenshot({ path: `/tmp/shots/dark-${w}.png` });
    await page.locator(".heat").evaluate((it) => it.scrollIntoView({ block: "start" }));
    await page.screenshot({ path: `/tmp/shots/dark-${w}-heat.png` });
    await page.emulateMedia({ colorScheme: "light" });
    const { locations } = await desk.call<{ locations: { id: string }[] }>("setup", {});
    await desk.call("block_time", { location: locations[0]?.id, resource: null, kind: "holiday", first_day: "2026-12-02", last_day: null, from: null, to: null, reason: "Flood" });
    await page.keyboard.press("Control+6");
    await page.getByLabel("Language").selectOption("es");
    await page.keyboard.press("Control+7");
    await page.locator(".heat").waitFor();
    await page.waitForTimeout(800);
    await page.screenshot({ path: `/tmp/shots/spanish-${w}.png` });
    await page.evaluate(() => { document.querySelector(".capacity > section:last-child")?.scrollIntoView({ block: "start" }); });
    await page.screenshot({ path: `/tmp/shots/spanish-${w}-metrics.png` });
    await page.getByText("Tablas").click();
    await page.locator(".capacity > section").nth(3).evaluate((it) => it.scrollIntoView({ block: "start" }));
    await page.screenshot({ path: `/tmp/shots/spanish-${w}-weeks.png` });
  });
