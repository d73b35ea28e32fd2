// The end of the day: every visit gets its end in one act, somebody signs, one key takes it back; and the lists on paper.
import { expect, focused, takeBack, test } from "./desk";

interface OpenDay {
  open: unknown[];
  signed: { by: string } | null;
}

test.describe("at half past seven in the evening", () => {
  test.use({ now: "2026-11-23T19:30-05:00" });

  test("the day is closed by three keys, signed, and taken back by one", async ({ board, desk, page }) => {
    const { locations } = await desk.call<{ locations: { id: string }[] }>("setup", {});
    const day = () => desk.call<OpenDay>("open_day", { location: locations[0]?.id, date: null });
    const before = (await day()).open.length;
    expect(before).toBeGreaterThan(10);

    await expect(board).toBeVisible();
    await page.keyboard.press("Control+2");
    await expect(page.locator(":focus[data-row]")).toBeVisible();
    await page.keyboard.press("z");
    const dialog = page.getByRole("dialog", { name: "Close the day" });
    const sign = dialog.getByRole("button", { name: `End ${before} visits and sign` });
    await expect(sign).toBeFocused();
    await expect(dialog.getByRole("list", { name: "The day in numbers" })).toContainText(`Open ${before}`);
    // One of them is left as it is.
    await dialog.getByRole("combobox").first().selectOption("Stays open");
    await dialog.getByRole("button", { name: `End ${before - 1} visits and sign` }).press("Enter");
    await expect(dialog).toBeHidden();
    expect((await day()).open).toHaveLength(1);

    await page.keyboard.press("z");
    await expect(dialog.getByText(/Signed by Ana Silva, .*19:3/)).toBeVisible();
    await expect(dialog.getByRole("button", { name: "End 1 visit and sign" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await takeBack(page);
    await expect.poll(async () => (await day()).open.length).toBe(before);
    expect((await day()).signed).toBeNull();
  });
});

test.describe("on the next morning", () => {
  test.use({ now: "2026-11-24T08:10-05:00" });

  test("the day that nobody closed is offered, and closed by two keys", async ({ board, desk, page }) => {
    await expect(board).toBeVisible();
    await page.keyboard.press("Control+2");
    const offer = page.getByText(/^Yesterday is still open: \d+ visits\./);
    await expect(offer).toBeVisible();
    const open = Number(/\d+/.exec((await offer.textContent()) ?? "")?.[0]);
    expect(open).toBeGreaterThan(10);
    // Closing today says it as well.
    await page.keyboard.press("z");
    const dialog = page.getByRole("dialog", { name: "Close the day" });
    await expect(dialog.getByText("Tuesday 24 November 2026")).toBeVisible();
    await expect(dialog.getByText(/^Yesterday is still open/)).toBeVisible();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Close that day" }).press("Enter");
    await expect(dialog.getByText("Monday 23 November 2026")).toBeVisible();
    // Who never came is a no-show unless somebody says otherwise: nothing is decided visit by visit.
    await expect(dialog.getByRole("button", { name: `End ${open} visits and sign` })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    await expect(offer).toHaveCount(0);
    const { locations } = await desk.call<{ locations: { id: string }[] }>("setup", {});
    const day = await desk.call<OpenDay>("open_day", { location: locations[0]?.id, date: "2026-11-23" });
    expect(day.open).toEqual([]);
    expect(day.signed?.by).toBe("Ana Silva");
  });
});

test("a call list is printed with phones, the age of its data and room to write", async ({ board, page }) => {
  await page.evaluate(() => (window.print = () => document.body.setAttribute("data-printed", "")));
  await expect(board).toBeVisible();
  await page.keyboard.press("Control+2");
  await expect(page.locator(":focus[data-row]")).toBeVisible();
  await page.keyboard.press("2");
  await expect(page.locator(":focus[data-row]")).toHaveAccessibleName(/Tue 24 Nov/);
  const shown = await page.locator("button[data-row]").count();
  await page.keyboard.press("Control+p");
  const paper = page.getByRole("dialog", { name: "Unconfirmed" });
  await expect(paper.getByText(/^As of 09:0/)).toBeVisible();
  await expect(paper.getByText(`Tuesday 24 November 2026, ${shown} visits`).last()).toBeVisible();
  await expect(paper.locator("tbody tr")).toHaveCount(shown);
  await expect(paper.locator("tbody tr").first()).toContainText(/\d\d:\d\d.+(555-\d{4}|no phone)/s);
  await expect(focused(page)).toHaveAccessibleName(/^Print/);
  await page.keyboard.press("Enter");
  await expect(page.locator("body[data-printed]")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(paper).toBeHidden();
});
