import type { Locator, Page } from "@playwright/test";
import { type Desk, expect, freeHour, test } from "./desk";
import { Keyboard } from "./keyboard";
import { register, waits } from "./patients";

const ZELDA = { family: "Zabriskie", given: "Zelda", birth: "1980-01-02" };
const YARA = { family: "Yxart", given: "Yara", birth: "1971-03-04", phone: "+1 212 555 0199" };

const notes = (page: Page): Locator => page.getByRole("region", { name: "Notes" });

async function openList(page: Page, key: string): Promise<void> {
  await page.keyboard.press("Control+2");
  await expect(page.getByRole("tab", { name: /^Arrivals/ })).toBeVisible();
  await page.keyboard.press(key);
}

/** The row of a patient in the open list about visits to come. */
const rowOf = (page: Page, patient: string): Locator =>
  page.getByRole("tabpanel").locator("[data-row]").filter({ hasText: patient });

/** One patient waits for a follow-up, another one is due for it in a week. */
async function putOnLists(desk: Desk, waits: string, due: string): Promise<void> {
  const setup = await desk.call<{ locations: { id: string }[]; appointment_types: { id: string; name: string }[] }>(
    "setup",
    {},
  );
  const location = setup.locations[0]?.id;
  const appointment_type = setup.appointment_types.find((it) => it.name === "Follow-up")?.id;
  const any = { earliest: null, latest: null, weekdays: [], from: "00:00", to: "24:00", notice_minutes: 0 };
  await desk.call("put_waitlist_entry", {
    ...any,
    location,
    patient: waits,
    appointment_type,
    providers: [],
    urgency: "routine",
    note: "",
    moving: null,
    status: "waiting",
  });
  await desk.call("put_recall", {
    location,
    patient: due,
    appointment_type,
    provider: null,
    due: "2026-11-30",
    window_days: 14,
    note: "",
    status: "open",
  });
}

/** Books the patient on a free hour of the board; answers its time and provider. */
async function booked(page: Page, board: Locator, letters: string, name: RegExp): Promise<[string, string]> {
  const cell = await freeHour(board);
  const [time = "", provider = ""] = ((await cell.getAttribute("aria-label")) ?? "").split(", ");
  await cell.focus();
  await page.keyboard.type(letters);
  await expect(page.getByRole("option", { name })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Book", exact: true }).last()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(board.getByRole("gridcell", { name: new RegExp(`^${time}, ${provider}, .+booked`) })).toBeFocused();
  return [time, provider];
}

test("the demo clinic has somebody on every list of what is to come", async ({ board, page }) => {
  await board.waitFor();
  await openList(page, "7");
  await expect(page.getByRole("region", { name: "Thinking about it" }).getByRole("listitem")).toHaveCount(1);
  await expect(page.getByRole("region", { name: "Waiting" }).getByRole("listitem")).toHaveCount(4);
  await expect(page.getByText(/^for \d+ days/).first()).toBeVisible();
  await page.keyboard.press("8");
  await expect(page.getByRole("tabpanel").getByRole("listitem")).toHaveCount(4);
  await expect(page.getByText("overdue")).toHaveCount(2);
});

test("a visit is cancelled, and who waits for its time is asked and booked by keys", async ({ desk, board, page }) => {
  await register(desk, ZELDA);
  await register(desk, YARA);

  // Yara waits, from her card.
  await page.keyboard.press("F2");
  await expect(page.getByRole("combobox", { name: "Find a patient" })).toBeFocused();
  await page.keyboard.type("yxar");
  await expect(page.getByRole("option", { name: /Yxart, Yara/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Waitlist…" })).toBeVisible();
  await page.keyboard.press("w");
  const form = page.getByRole("dialog", { name: "Waitlist: Yxart, Yara" });
  await form.getByRole("radio", { name: "Urgent" }).check();
  await form.getByRole("button", { name: "Put on the waitlist" }).click();
  await expect(notes(page).getByText("Yxart, Yara is on the waitlist.")).toBeVisible();

  // Zelda's visit is cancelled: the desk says who waits for the time.
  await page.keyboard.press("Control+1");
  const [time, provider] = await booked(page, board, "zabr", /Zabriskie, Zelda/);
  await page.keyboard.press("x");
  const panel = page.getByRole("complementary", { name: "Appointment" });
  await panel.getByRole("button", { name: "Cancel the visit" }).click();
  await expect(notes(page).getByText(/(person waits|people wait) for this time\.$/)).toBeVisible();
  await page.keyboard.press("Control+y");
  const gap = page.getByRole("dialog", { name: new RegExp(`^Fill .+, ${provider}$`) });
  await expect(gap.getByRole("button", { name: "Offer to Yxart, Yara" })).toBeFocused();
  await expect(gap.getByText(/Waits since today\./).first()).toBeVisible();
  await page.keyboard.press("Enter");

  // The time is kept while she thinks: it stands on the board, and her number is there.
  await expect(gap.getByText(/^Kept for Yxart, Yara until/)).toBeVisible();
  await expect(gap.getByText("Call +1 212 555 0199.")).toBeVisible();
  await expect(gap.getByRole("button", { name: "Takes it" })).toBeFocused();
  await page.keyboard.press("1");
  await expect(gap).toBeHidden();
  await expect(
    board.getByRole("gridcell", { name: new RegExp(`^${time}, ${provider}, Yxart, Yara, .+booked`) }),
  ).toBeVisible();

  await openList(page, "7");
  const waiting = page.getByRole("region", { name: "Waiting" });
  await expect(waiting.getByRole("listitem").first()).toBeVisible();
  await expect(waiting.getByText("Yxart, Yara")).toHaveCount(0);
});

test("an offer that is declined goes to the next, and the list shows who thinks about it", async ({
  desk,
  board,
  page,
}) => {
  await register(desk, ZELDA);
  const [, provider] = await booked(page, board, "zabr", /Zabriskie, Zelda/);
  for (const who of [{ ...YARA, given: "Ximena", birth: "1988-08-08" }, YARA]) {
    await waits(desk, await register(desk, who), "urgent");
  }
  await page.keyboard.press("x");
  await page.getByRole("button", { name: "Cancel the visit" }).click();
  await expect(notes(page).getByText(/^\d+ people wait for this time\.$/)).toBeVisible();
  await page.keyboard.press("Control+y");
  const gap = page.getByRole("dialog", { name: new RegExp(`^Fill .+, ${provider}$`) });
  const offers = gap.getByRole("button", { name: /^Offer to Yxart/ });
  await expect(offers).toHaveText([/Ximena/, /Yara/]);
  await page.keyboard.press("1");
  await expect(gap.getByText(/^Kept for Yxart, Ximena until/)).toBeVisible();
  await page.keyboard.press("2");
  await expect(offers).toHaveText([/Yara/]);
  await page.keyboard.press("1");
  await expect(gap.getByText(/^Kept for Yxart, Yara until/)).toBeVisible();
  await page.keyboard.press("Escape");

  await openList(page, "7");
  const running = page
    .getByRole("region", { name: "Thinking about it" })
    .getByRole("group", { name: /^Kept for Yxart, Yara until/ });
  await expect(running).toBeVisible();
  await expect(page.getByRole("region", { name: "Waiting" }).getByText("1 offer let pass")).toBeVisible();
  await running.getByRole("button", { name: "Takes it" }).click();
  await expect(running).toHaveCount(0);
});

test("a patient is due again, and is booked from the list of recalls", async ({ desk, board, page }) => {
  await register(desk, ZELDA);
  await board.waitFor();
  await page.keyboard.press("F2");
  await expect(page.getByRole("combobox", { name: "Find a patient" })).toBeFocused();
  await page.keyboard.type("zabr");
  await expect(page.getByRole("option", { name: /Zabriskie, Zelda/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Recall…" })).toBeVisible();
  await page.keyboard.press("r");
  const form = page.getByRole("dialog", { name: "Recall: Zabriskie, Zelda" });
  await form.getByLabel("Due on").fill("1 dec 2026");
  await form.getByRole("button", { name: "Note the recall" }).click();
  await expect(form).toBeHidden();

  await openList(page, "8");
  await rowOf(page, "Zabriskie, Zelda").press("b");
  const book = page.getByRole("button", { name: "Book", exact: true }).last();
  await expect(book).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(notes(page).getByText(/^Booked: Zabriskie, Zelda/)).toBeVisible();
  await page.keyboard.press("Control+2");
  await expect(page.getByRole("tab", { name: /^Recalls/, selected: true })).toBeVisible();
  await expect(rowOf(page, "Zabriskie, Zelda")).toHaveCount(0);
});

test("who is due and who waits is called by keys, again when it is time, and the paper says so", async ({
  desk,
  board,
  page,
}) => {
  await board.waitFor();
  await page.evaluate(() => (window.print = () => undefined));
  await page.keyboard.press("Control+2");
  const count = async (name: string) =>
    Number(/\d+/.exec((await page.getByRole("tab", { name: new RegExp(`^${name}`) }).textContent()) ?? "")?.[0]);
  await expect(page.getByRole("tab", { name: /^Recalls ?\d/ })).toBeVisible();
  const before = [await count("Waitlist"), await count("Recalls")];
  const [waits, due] = [await register(desk, YARA), await register(desk, ZELDA)];
  await putOnLists(desk, waits, due);
  // What somebody else does is counted at once.
  await expect.poll(async () => [await count("Waitlist"), await count("Recalls")]).toEqual(before.map((it) => it + 1));

  const form = page.getByRole("form", { name: "What came of it" });
  await page.keyboard.press("8");
  const recall = rowOf(page, "Zabriskie, Zelda");
  await recall.focus();
  await page.keyboard.press("t");
  await expect(form.getByRole("radio", { name: "No answer" })).toBeFocused();
  await page.keyboard.press("3");
  await page.keyboard.press("Enter");
  await expect(form).toBeHidden();
  await expect(recall).toContainText(/1 call, left a message today \d\d:\d\d/);

  await page.keyboard.press("7");
  const entry = rowOf(page, "Yxart, Yara");
  await entry.focus();
  await page.keyboard.press("t");
  await page.keyboard.press("4");
  await form.getByLabel("At", { exact: true }).fill("23:50");
  await page.keyboard.press("Enter");
  await expect(form).toBeHidden();
  await expect(entry).toContainText(/1 call, to be called again today .+again today 23:50/);

  // On paper: whom to call, about what, and how it stands.
  await page.keyboard.press("Control+p");
  const paper = page.getByRole("dialog", { name: "Waitlist" });
  await expect(paper.getByRole("button", { name: "Print" })).toBeFocused();
  await expect(paper.getByText(/^As of 09:0\d$/)).toBeVisible();
  const line = paper.getByRole("row", { name: /Yxart, Yara/ });
  await expect(line).toContainText("+1 212 555 0199");
  await expect(line).toContainText("Follow-up");
  await expect(line).toContainText(/1 call, .+ 23 Nov \d\d:\d\d · again Mon,? 23 Nov 23:50/);
  await page.keyboard.press("Escape");
  await expect(paper).toBeHidden();

  await page.keyboard.press("F2");
  await page.getByRole("combobox", { name: "Find a patient" }).fill("zabr");
  await expect(page.getByRole("option", { name: /Zabriskie, Zelda/ })).toBeVisible();
  await page.keyboard.press("Enter");
  const calls = page.getByRole("listitem").filter({ hasText: "Recall, Follow-up" });
  await expect(calls.filter({ hasText: /left a message .+ · Ana Silva/ })).toBeVisible();
});

test("whatever sets time free says who waits for it, and every place has the key", async ({ desk, board, page }) => {
  await register(desk, ZELDA);
  await waits(desk, await register(desk, YARA), "urgent");

  // A booking that is taken back.
  const [time, provider] = await booked(page, board, "zabr", /Zabriskie, Zelda/);
  await page.keyboard.press("Control+z");
  await expect(notes(page).getByText(/^\d+ (person waits|people wait) for this time\.$/)).toBeVisible();
  const gap = page.getByRole("dialog", { name: new RegExp(`^Fill .+, ${provider}$`) });
  await page.keyboard.press("Control+y");
  await expect(gap.getByRole("button", { name: "Offer to Yxart, Yara" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(notes(page).getByText(/for this time\.$/)).toHaveCount(0);

  // A hold that is released; asked for from the lists.
  const free = board.getByRole("gridcell", { name: `${time}, ${provider}, free`, exact: true });
  await free.focus();
  await page.keyboard.type("zabr");
  await expect(page.getByRole("option", { name: /Zabriskie, Zelda/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Book", exact: true }).last()).toBeFocused();
  await page.keyboard.press("Control+h");
  await expect(page.getByRole("menu", { name: "Hold the time for" })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await board.getByRole("gridcell", { name: new RegExp(`^${time}, ${provider}, held for`) }).focus();
  await page.keyboard.press("Delete");
  await expect(notes(page).getByText(/for this time\.$/)).toBeVisible();
  await openList(page, "7");
  await page.keyboard.press("Control+y");
  await expect(gap.getByRole("button", { name: "Offer to Yxart, Yara" })).toBeVisible();
  await page.keyboard.press("Escape");
});

test("a patient's card says what they wait for and are due for, and takes it off the list", async ({
  desk,
  board,
  page,
}) => {
  await waits(desk, await register(desk, YARA), "soon");
  await board.waitFor();
  await page.keyboard.press("F2");
  await new Keyboard(page).find("yxar", /Yxart, Yara/);
  const card = page.getByRole("article", { name: "Patient card" });
  const section = card.locator("section").filter({ hasText: "Waits and is due" });
  await expect(section.getByText("Waits for: Follow-up")).toBeVisible();
  await expect(section.getByText("Soon · since today")).toBeVisible();

  // Whoever books learns that the patient waits.
  await page.keyboard.press("b");
  const booking = page.getByRole("region", { name: "Book a visit" });
  await expect(booking.getByText("Waits for: Follow-up")).toBeVisible();
  await page.keyboard.press("Escape");

  await page.keyboard.press("F2");
  await new Keyboard(page).find("yxar", /Yxart, Yara/);
  await expect(section).toBeVisible();
  await expect(card.getByRole("button", { name: /^Book/ })).toBeFocused();
  await page.keyboard.press("r");
  const recall = page.getByRole("dialog", { name: "Recall: Yxart, Yara" });
  await recall.getByLabel("Due on").fill("1 dec 2026");
  await page.keyboard.press("Enter");
  await expect(section.getByText("Due: Follow-up, Tue 1 Dec")).toBeVisible();
  await section.getByRole("button", { name: "Change the recall: Follow-up" }).press("Enter");
  await recall.getByLabel("Due on").fill("8 dec 2026");
  await page.keyboard.press("Enter");
  await expect(section.getByText("Due: Follow-up, Tue 8 Dec")).toBeVisible();
  await section.getByRole("button", { name: "Change the recall: Follow-up" }).press("Enter");
  await recall.getByRole("button", { name: "Not wanted any more" }).press("Enter");
  await expect(section.getByText(/^Due:/)).toHaveCount(0);

  await section.getByRole("button", { name: "Change what they wait for: Follow-up" }).press("Enter");
  await page
    .getByRole("dialog", { name: "Waitlist: Yxart, Yara" })
    .getByRole("button", { name: "Take off the list" })
    .press("Enter");
  await expect(section).toHaveCount(0);
});
