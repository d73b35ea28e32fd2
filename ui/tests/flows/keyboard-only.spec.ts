// Every control of every screen by Tab: each is named, shows that it has the focus, and is in sight when it has it. And
// the board as a screen reader is told of it.
import type { Page } from "@playwright/test";
import { expect, focused, freeHalfHour, test } from "./desk";

/** What is wrong with the control that has the focus; null when it was come by before. */
function wrongWithFocused(): string[] | null {
  const seen = ((globalThis as unknown as { seen?: WeakSet<Element> }).seen ??= new WeakSet());
  const control = document.activeElement;
  if (!control || control === document.body) return [];
  if (seen.has(control)) return null;
  seen.add(control);
  const wrong: string[] = [];
  const isDrawn = (style: CSSStyleDeclaration) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const around = [control, control.querySelector("[data-current]"), control.parentElement].filter((it) => it !== null);
  const after = getComputedStyle(control, "::after");
  const hasRing = around.some((it) => isDrawn(getComputedStyle(it))) || parseFloat(after.borderTopWidth) >= 2;
  if (!hasRing) wrong.push("shows no focus");
  // Of a cell with several visits, the one under the cursor.
  const box = (control.querySelector("[data-current]") ?? control).getBoundingClientRect();
  const [x, y] = [box.x + Math.min(box.width, 40) / 2, box.y + box.height / 2];
  const top = document.elementFromPoint(x, y);
  // A file field lies under its own words, and is seen by them.
  const isSeen =
    top !== null && (control.contains(top) || top.contains(control) || control.parentElement?.contains(top));
  if (!isSeen) wrong.push(`is out of sight at ${Math.round(x)}, ${Math.round(y)}`);
  return wrong.map((it) => `${control.outerHTML.slice(0, 160)} ${it}`);
}

/** Presses Tab until the first control comes again. Answers how many there were. */
async function walk(page: Page, screen: string): Promise<number> {
  const wrong: string[] = [];
  await page.evaluate(() => Object.assign(globalThis, { seen: new WeakSet() }));
  for (let count = 0; count < 400; count++) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(wrongWithFocused);
    if (found === null) {
      expect(wrong, screen).toEqual([]);
      return count;
    }
    wrong.push(...found);
    if (await page.evaluate(() => document.activeElement !== document.body))
      await expect(focused(page), screen).toHaveAccessibleName(/\S/);
  }
  throw new Error(`${screen}: Tab does not come back`);
}

test("the pages before the inside are walked by Tab", async ({ desk, emptyDesk, page }) => {
  await page.goto(desk.url);
  await page.getByRole("button", { name: "I cannot sign in" }).click();
  expect(await walk(page, "sign-in")).toBeGreaterThan(4);
  await page.getByRole("button", { name: "Use the recovery code" }).click();
  expect(await walk(page, "recovery")).toBeGreaterThan(3);
  await page.goto(emptyDesk.url);
  await page.getByRole("button", { name: /Set up my clinic/ }).click();
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Go on without a keyring" }).click();
  expect(await walk(page, "own clinic")).toBeGreaterThan(5);
});

test("the day is walked by Tab", async ({ board, page }) => {
  expect(await walk(page, "board")).toBeGreaterThan(12);
  await board
    .getByRole("button", { name: /, booked/ })
    .first()
    .click();
  await page.getByRole("heading", { name: "History" }).waitFor();
  expect(await walk(page, "appointment")).toBeGreaterThan(18);
  await page.getByRole("button", { name: "Cancel visit" }).click();
  expect(await walk(page, "cancelling")).toBeGreaterThan(15);
  await page.getByRole("button", { name: "Close" }).first().click();
  await (await freeHalfHour(board)).focus();
  await page.keyboard.type("ma");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  // Whatever type this patient usually has, and whether it fits there.
  await page.getByRole("button", { name: "Book, and another" }).waitFor();
  expect(await walk(page, "booking")).toBeGreaterThan(20);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+g");
  expect(await walk(page, "go to a date")).toBeGreaterThan(3);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+f");
  await page.getByRole("dialog", { name: "Columns" }).waitFor();
  expect(await walk(page, "columns")).toBeGreaterThan(5);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+p");
  await page.getByRole("dialog", { name: "Day sheet" }).getByRole("table").first().waitFor();
  expect(await walk(page, "day sheet")).toBeGreaterThan(1);
});

test("the other places are walked by Tab", async ({ board, page }) => {
  await expect(board).toBeVisible();
  await page.keyboard.press("Control+2");
  await page.locator(":focus[data-row]").waitFor();
  expect(await walk(page, "arrivals")).toBeGreaterThan(10);
  await page.keyboard.press("F2");
  await page.keyboard.type("ma");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Edit record" }).waitFor();
  expect(await walk(page, "patient card")).toBeGreaterThan(10);
  await page.getByRole("button", { name: "Edit record" }).click();
  expect(await walk(page, "edit record")).toBeGreaterThan(20);
  await page.keyboard.press("Control+4");
  await page.getByRole("button", { name: "Add a person" }).click();
  expect(await walk(page, "person")).toBeGreaterThan(5);
  await page.keyboard.press("Escape");
  expect(await walk(page, "people")).toBeGreaterThan(8);
  await page.keyboard.press("Control+5");
  await page.getByRole("heading", { name: "Import" }).waitFor();
  expect(await walk(page, "import")).toBeGreaterThan(7);
  await page.keyboard.press("Control+6");
  await page.getByRole("heading", { name: "You" }).waitFor();
  expect(await walk(page, "settings")).toBeGreaterThan(12);
  await page.keyboard.press("F1");
  await page.getByRole("dialog", { name: "Keys" }).waitFor();
  expect(await walk(page, "keys")).toBeGreaterThan(40);
});

interface Told {
  role: string;
  name: string;
  live: string;
  text: string;
}

/** What the browser tells a screen reader: every named or live thing, in reading order. */
async function told(page: Page): Promise<Told[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const byId = new Map(nodes.map((it) => [it.nodeId, it]));
  const textOf = (id: string): string => {
    const node = byId.get(id);
    if (node?.role?.value === "StaticText") return String(node.name?.value ?? "");
    return (node?.childIds ?? []).map(textOf).join("");
  };
  return nodes
    .filter((it) => !it.ignored)
    .map((it) => ({
      role: String(it.role?.value ?? ""),
      name: String(it.name?.value ?? ""),
      live: String(it.properties?.find(({ name }) => name === "live")?.value.value ?? ""),
      text: textOf(it.nodeId),
    }));
}

test("the board is told in words: its heads, its cells, its visits, and what happens", async ({ board, page }) => {
  await expect(board).toBeVisible();
  const all = await told(page);
  const named = (role: string) => all.filter((it) => it.role === role).map((it) => it.name);
  expect(named("grid")).toEqual(["Day board"]);
  const heads = named("columnheader");
  expect(heads[0]).toBe("Time");
  const providers = heads.slice(1).map((it) => it.split(", ")[0] ?? "");
  expect(providers.length).toBeGreaterThan(2);
  for (const head of heads.slice(1)) expect(head).toMatch(/^.+, ((next \d\d:\d\d|full) · \d+ % booked|Not in)(, .+)?$/);
  const times = named("rowheader");
  expect(times.length).toBeGreaterThan(30);
  expect(times.filter((it) => !/^\d\d:\d\d$/.test(it))).toEqual([]);
  const cells = named("gridcell");
  expect(cells.length).toBe(times.length * providers.length);
  // Each cell says when, whose, and what is there.
  const isWhole = (name: string) => providers.some((it) => new RegExp(`^\\d\\d:\\d\\d, ${it}, .+`).test(name));
  expect(cells.filter((it) => !isWhole(it))).toEqual([]);
  const visits = named("button").filter((it) => / to \d\d:\d\d/.test(it));
  expect(visits.length).toBeGreaterThan(20);
  const statuses = /, (booked|arrived|checked in|in room|with provider|done|no-show|left unseen)\b/;
  expect(visits.filter((it) => !statuses.test(it))).toEqual([]);

  // What happens is told once, by the region that waits its turn; what is stepped over, by none.
  const live = async (kind: string) => (await told(page)).filter((it) => it.live === kind).map((it) => it.text);
  expect((await live("assertive")).join("")).toBe("");
  // The first one expected may be late, which is said in its place.
  const visit = board.getByRole("button", { name: /, booked/ }).last();
  const name = (await visit.getAttribute("aria-label"))?.split(", ").slice(0, 2).join(", ") ?? "";
  await visit.click();
  await page.keyboard.press("a");
  await expect.poll(async () => (await live("polite")).join("\n")).toContain(`${name}: arrived`);
  await page.keyboard.press("Control+ArrowRight");
  await expect.poll(async () => (await live("polite")).join("\n")).toMatch(/Tue(sday)? 24 Nov(ember)? 2026/);
});
