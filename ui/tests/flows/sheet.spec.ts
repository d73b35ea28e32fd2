import type { DayView } from "../../src/bridge/views";
import { textOfPages } from "../pdf";
import { expect, focused, test } from "./desk";

test("the day sheet is two keys away, and on paper has every visit and its note, a page for each provider", async ({
  board,
  page,
  desk,
}) => {
  await expect(board).toBeVisible();
  const setup = await desk.call<{ locations: { id: string }[] }>("setup", {});
  const location = setup.locations[0]?.id ?? "";
  const day = await desk.call<DayView>("day", { location, date: null, columns: null });
  const noted = day.visits.find((it) => it.status === "booked");
  await desk.call("set_note", { appointment: noted?.id, version: noted?.version, note: "Brings the referral letter" });
  await page.evaluate(() => {
    const printed: string[] = [];
    window.print = () => printed.push(document.querySelector("[role=dialog]")?.ariaLabel ?? "");
    Object.assign(window, { printed });
  });
  await page.keyboard.press("Control+p");
  const sheet = page.getByRole("dialog", { name: "Day sheet" });
  await expect(sheet.getByRole("button", { name: "Print" })).toBeFocused();
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => (window as unknown as { printed: string[] }).printed)).toEqual(["Day sheet"]);

  const pages = textOfPages(await page.pdf({ format: "A4" }));
  const squeezed = (text: string) => text.replace(/\s+/g, "");
  const paper = pages.map(squeezed);
  expect(pages.length).toBeGreaterThanOrEqual(day.columns.length);
  for (const text of paper) expect(text).toMatch(/Printed\d+Nov\d{4},\d\d:\d\d/);
  expect(paper.join("")).toContain(squeezed("Brings the referral letter"));
  let printed = 0;
  for (const column of day.columns) {
    const own = paper.filter((it) => it.slice(0, 200).includes(squeezed(column.name))).join("");
    const off = ["cancelled", "late-cancel", "entered-in-error"];
    const visits = day.visits.filter((it) => it.provider === column.resource && !off.includes(it.status));
    printed += visits.length;
    for (const visit of visits)
      expect(own).toContain(squeezed(`${visit.wall_start}–${visit.wall_end}${visit.patient_name}`));
    // Nothing of the window around it.
    expect(own).not.toContain("Patients");
    expect(own).not.toContain("DaysheetMonday");
  }
  // Somebody may be off that day, never everybody.
  expect(printed).toBeGreaterThan(15);

  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(focused(page)).toHaveRole("gridcell");
});
