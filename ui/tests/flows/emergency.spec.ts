// What stops everything: the clinic sets its script, number and words, tries a sentence, and a clinician signs.
import type { Locator, Page } from "@playwright/test";
import { check } from "./accessible";
import { type Desk, expect, openSettings, test } from "./desk";

interface Plan {
  version: number;
  script: string;
  number: string;
  added: { group: string; words: string }[];
  left_out: string[];
  reviewed_by: string;
  reviewed_on: string | null;
}

interface Answer {
  cards: { card: string; group?: string; words?: string; script?: string; number?: string; is_reviewed?: boolean }[];
}

const section = (page: Page) => page.getByRole("region", { name: "Emergency words" });
const group = (page: Page, name: string): Locator => section(page).getByRole("group", { name });
const save = (page: Page) => section(page).getByRole("button", { name: "Save", exact: true }).click();
const tried = (page: Page) => section(page).getByRole("complementary", { name: "Try a sentence" });
const notes = (page: Page) => page.getByRole("region", { name: "Notes" });
const plan = (desk: Desk) => desk.call<Plan>("emergency_plan", {});

async function says(desk: Desk, text: string): Promise<Answer["cards"][number] | undefined> {
  const { locations } = await desk.call<{ locations: { id: string }[] }>("setup", {});
  const answer = await desk.call<Answer>("ask_agent", { location: locations[0]?.id, text, anew: true });
  return answer.cards[0];
}

test("words of the clinic's own stop everything, with its script and its number", async ({ desk, board, page }) => {
  await expect(board).toBeVisible();
  await openSettings(page, "Emergency words");
  await expect(section(page).getByText("To be reviewed by a clinician")).toBeVisible();
  await section(page)
    .getByLabel("What whoever is at the desk says and does")
    .fill("Stay on the line. Fetch the nurse.");
  await section(page).getByLabel("Number to call").fill("911");
  await tried(page).getByLabel("Sentence").fill("he says code lilac, what now");
  await expect(tried(page).getByText("Stops nothing.")).toBeVisible();

  // What was not saved yet is tried all the same.
  await group(page, "Call the emergency number").getByLabel("Words of your own").fill("Code lilac\nblue room please");
  await expect(tried(page).getByText("Stops everything: Call the emergency number")).toBeVisible();
  await expect(tried(page).getByText("By the words “code lilac”.")).toBeVisible();
  expect((await says(desk, "he says code lilac, what now"))?.card).not.toBe("emergency");
  await save(page);
  await expect(notes(page).getByText("The emergency words are saved.")).toBeVisible();
  expect((await plan(desk)).added).toEqual([
    { group: "call_emergency_number", words: "Code lilac" },
    { group: "call_emergency_number", words: "blue room please" },
  ]);
  await check(page, "emergency words");

  await page.keyboard.press("Control+k");
  const panel = page.getByRole("complementary", { name: "Ask" });
  await panel.getByLabel("Ask or tell").fill("he says code lilac, what now");
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("alert")).toContainText("This may be an emergency");
  await expect(panel.getByRole("alert")).toContainText("code lilac");
  expect(await says(desk, "he says code lilac, what now")).toEqual({
    card: "emergency",
    group: "call_emergency_number",
    words: "code lilac",
    script: "Stay on the line. Fetch the nurse.",
    number: "911",
    is_reviewed: false,
  });
});

test("what came with the desk can be left out, which is said loudly", async ({ desk, board, page }) => {
  await expect(board).toBeVisible();
  await openSettings(page, "Emergency words");
  const sameDay = group(page, "To be seen the same day");
  await tried(page).getByLabel("Sentence").fill("her skin has gone yellow");
  await expect(tried(page).getByText("Stops everything: To be seen the same day")).toBeVisible();
  await expect(sameDay.getByText(/yellow skin/)).toBeHidden();
  await sameDay.getByText("In use: 8 of 8 entries that came with the desk").click();
  await expect(sameDay.getByText(/yellow skin/)).toBeVisible();
  await sameDay.getByRole("checkbox", { name: "Jaundice" }).uncheck();
  await expect(sameDay.getByRole("alert")).toContainText("Left out: jaundice.");
  await expect(sameDay.getByText("In use: 7 of 8 entries that came with the desk")).toBeVisible();
  await expect(tried(page).getByText("Stops nothing.")).toBeVisible();
  await save(page);
  await expect(notes(page).getByText("The emergency words are saved.")).toBeVisible();
  expect((await plan(desk)).left_out).toEqual(["jaundice"]);
  expect((await says(desk, "her skin has gone yellow"))?.card).not.toBe("emergency");

  await sameDay.getByRole("checkbox", { name: "Jaundice" }).check();
  await expect(sameDay.getByRole("alert")).toHaveCount(0);
  await save(page);
  await expect.poll(async () => (await plan(desk)).left_out).toEqual([]);
});

test("a clinician signs, and other words take the signature back", async ({ desk, board, page }) => {
  await expect(board).toBeVisible();
  await openSettings(page, "Emergency words");
  await section(page).getByLabel("Reviewed on").fill("24 Nov 2026");
  await save(page);
  await expect(section(page).getByLabel("Reviewed by")).toBeFocused();
  await expect(section(page).getByLabel("Reviewed by")).toHaveAccessibleDescription("Reviewed by: needed.");
  await section(page).getByLabel("Reviewed on").fill("");
  await section(page).getByLabel("Reviewed by").fill("Dr Chen");
  await section(page).getByLabel("Reviewed on").fill("24 Nov 2026");
  await save(page);
  await expect(section(page).getByText("Reviewed by Dr Chen on 24 Nov 2026.")).toBeVisible();
  await expect(section(page).getByText("To be reviewed by a clinician")).toHaveCount(0);

  await group(page, "Self-harm").getByLabel("Words of your own").fill("dark water");
  await expect(section(page).getByText("Saving them takes the review by Dr Chen back.")).toBeVisible();
  await save(page);
  await expect(notes(page).getByText("A clinician has to review them anew.")).toBeVisible();
  await expect(section(page).getByText("To be reviewed by a clinician")).toBeVisible();
  await expect(section(page).getByLabel("Reviewed by")).toHaveValue("");
  // A second press must not sign by itself again.
  const { version } = await plan(desk);
  await save(page);
  await expect.poll(async () => (await plan(desk)).version).toBe(version + 1);
  expect((await plan(desk)).reviewed_by).toBe("");
});

test("what the desk refuses is said at its field, and what two people change at a time is kept", async ({
  desk,
  board,
  page,
}) => {
  await expect(board).toBeVisible();
  await openSettings(page, "Emergency words");
  const words = group(page, "Pregnancy, and the year after").getByLabel("Words of your own");
  await words.fill("waters; broke");
  await save(page);
  await expect(words).toBeFocused();
  await expect(words).toHaveAccessibleDescription(/only words: letters, digits/);
  await expect(group(page, "Self-harm").getByText(/only words/)).toHaveCount(0);
  await words.fill("a gush of water");

  const { version, ...rest } = await plan(desk);
  await desk.call("put_emergency_plan", { ...rest, shipped: undefined, version, number: "112" });
  await save(page);
  await expect(section(page).getByText(/^Somebody else saved this meanwhile\./)).toBeVisible();
  await expect(section(page).getByLabel("Number to call")).toHaveValue("112");
  await expect(words).toHaveValue("a gush of water");
  await save(page);
  await expect.poll(async () => (await plan(desk)).added).toEqual([{ group: "pregnancy", words: "a gush of water" }]);
  expect((await plan(desk)).number).toBe("112");
});
