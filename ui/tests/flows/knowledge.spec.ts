// What the agents answer with: the clinic's own entries, the pages that came with the desk, and entries from a file.
import type { Page } from "@playwright/test";
import { check } from "./accessible";
import { type Desk, expect, openSettings, signIn, test } from "./desk";

interface Entry {
  id: string;
  version: number;
  question: string;
  answer: string;
  keywords: string[];
  language: string;
  is_active: boolean;
}

const section = (page: Page) => page.getByRole("region", { name: "Knowledge", exact: true });
const own = (page: Page) => section(page).getByRole("region", { name: "Your own" });
const pages = (page: Page) => section(page).getByRole("region", { name: "That came with the desk" });
const dialog = (page: Page) => page.getByRole("dialog");
const entries = async (desk: Desk) => (await desk.call<{ entries: Entry[] }>("knowledge", {})).entries;

/** What is answered, as title and text; null where nothing is. */
async function answered(desk: Desk, text: string): Promise<[string, string] | null> {
  const { locations } = await desk.call<{ locations: { id: string }[] }>("setup", {});
  const answer = await desk.call<{ cards: { card: string; title?: string; body?: string }[] }>("ask_agent", {
    location: locations[0]?.id,
    text,
    anew: true,
  });
  const card = answer.cards.find((it) => it.card === "page");
  return card ? [card.title ?? "", card.body ?? ""] : null;
}

test("an entry is written, answers, is changed with what somebody else changed, and goes out of use", async ({
  desk,
  board,
  page,
}) => {
  await expect(board).toBeVisible();
  await openSettings(page, "Knowledge");
  await expect(own(page).getByText(/^Nothing of your own yet\./)).toBeVisible();
  await section(page).getByRole("button", { name: "Add an entry" }).click();
  await expect(dialog(page).getByLabel("Question or title")).toBeFocused();
  await page.keyboard.type("Is there a bicycle stand?");
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByLabel("Answer")).toBeFocused();
  await expect(dialog(page).getByLabel("Answer")).toHaveAccessibleDescription(/Answer: needed\./);
  await page.keyboard.type("Behind the house, next to the ramp.");
  await dialog(page).getByLabel("Other words it is found by").fill("bike, cycle");
  await check(page, "an entry of the knowledge base");
  await dialog(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog(page)).toHaveCount(0);
  await own(page).getByText("Is there a bicycle stand?").click();
  await expect(own(page).getByText("Behind the house, next to the ramp.")).toBeVisible();
  await expect(own(page).getByText("Also found by: bike, cycle")).toBeVisible();
  await page.keyboard.press("Control+k");
  const panel = page.getByRole("complementary", { name: "Ask" });
  await panel.getByLabel("Ask or tell").fill("where is the bicycle stand?");
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("log")).toContainText("Behind the house, next to the ramp.");

  await openSettings(page, "Knowledge");
  await own(page).getByRole("button", { name: "Change Is there a bicycle stand?" }).click();
  await dialog(page).getByLabel("Answer").fill("In the yard.");
  const [standing] = await entries(desk);
  await desk.call("put_knowledge_entry", { ...standing, keywords: ["bike", "velo"] });
  await dialog(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog(page).getByText(/^Somebody else saved this meanwhile\./)).toBeVisible();
  await expect(dialog(page).getByLabel("Other words it is found by")).toHaveValue("bike, velo");
  await dialog(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog(page)).toHaveCount(0);
  expect((await entries(desk))[0]).toMatchObject({ answer: "In the yard.", keywords: ["bike", "velo"] });

  await section(page).getByLabel("Find in both lists").fill("bicy yárd");
  await expect(own(page).getByText("1 of 1 entry")).toBeVisible();
  await section(page).getByLabel("Find in both lists").fill("ramp");
  await expect(own(page).getByText("0 of 1 entry")).toBeVisible();
  await section(page).getByLabel("Find in both lists").fill("");
  await own(page).getByRole("button", { name: "Change Is there a bicycle stand?" }).click();
  await expect(dialog(page).getByText(/^Last changed: .*, Ana Silva$/)).toBeVisible();
  await dialog(page).getByText("2 earlier texts").click();
  await expect(dialog(page).getByText("Behind the house, next to the ramp.")).toHaveCount(2);
  await check(page, "the earlier texts of an entry");
  await dialog(page).getByRole("button", { name: "Use this text: Is there a bicycle stand?" }).last().click();
  await expect(dialog(page).getByLabel("Answer")).toHaveValue("Behind the house, next to the ramp.");
  expect((await entries(desk))[0]?.answer, "nothing is written before it is saved").toBe("In the yard.");
  await dialog(page).getByLabel("Answer").fill("In the yard.");
  await dialog(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog(page)).toHaveCount(0);

  const use = own(page).getByRole("button", { name: /^(Take out of use|Use again): Is there a bicycle stand\?/ });
  await use.click();
  await expect(own(page).getByText("Not in use")).toBeVisible();
  await expect(use).toHaveAccessibleName(/^Use again/);
  expect(await answered(desk, "where is the bicycle stand?")).toBeNull();
  await use.click();
  await expect(own(page).getByText("Not in use")).toHaveCount(0);
  expect(await answered(desk, "where is the bicycle stand?")).toEqual(["Is there a bicycle stand?", "In the yard."]);
});

test("a page that came with the desk is read, replaced by one's own, hidden, and shown again", async ({
  desk,
  board,
  page,
}) => {
  const PARKING = "Parking and how to get here";
  await expect(board).toBeVisible();
  await openSettings(page, "Knowledge");
  await section(page).getByLabel("Find in both lists").fill("park permit");
  await expect(pages(page).getByText(/^1 of \d+ pages$/)).toBeVisible();
  await pages(page).getByText(PARKING).click();
  await expect(pages(page).getByText(/Places near the door are for people with a permit\./)).toBeVisible();
  await expect(pages(page).getByText(/^Source: Starter text of AgentCare Front Desk.*, 27 Nov 2026$/)).toBeVisible();
  await check(page, "the knowledge base");

  await pages(page)
    .getByRole("button", { name: `Hide: ${PARKING}` })
    .click();
  await expect(pages(page).getByText("Hidden", { exact: true })).toBeVisible();
  await expect(pages(page).getByRole("button", { name: `Show again: ${PARKING}` })).toBeFocused();
  expect((await answered(desk, "where can I park my car?"))?.[0]).not.toBe(PARKING);
  await section(page).getByLabel("Find in both lists").fill("");
  await expect(own(page).getByText(/^Nothing of your own yet\./), "what hides a page is no answer").toBeVisible();
  await pages(page)
    .getByRole("button", { name: `Show again: ${PARKING}` })
    .click();
  await expect(own(page).getByText(PARKING)).toBeVisible();
  await pages(page)
    .getByRole("button", { name: `Change our own: ${PARKING}` })
    .click();
  await dialog(page).getByLabel("Answer").fill("In the garage under the house. The first hour is free.");
  await dialog(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog(page)).toHaveCount(0);
  expect(await answered(desk, "where can I park my car?")).toEqual([
    PARKING,
    "In the garage under the house. The first hour is free.",
  ]);

  const FASTING = "Fasting before a blood test";
  await pages(page)
    .getByRole("button", { name: `Write our own: ${FASTING}` })
    .click();
  await expect(dialog(page).getByLabel("Question or title")).toHaveValue(FASTING);
  await expect(dialog(page).getByLabel("Question or title")).toHaveAccessibleDescription(/stands in the place of/);
  await expect(dialog(page).getByLabel("Answer")).toHaveValue(/^For some blood tests you must not eat/);
  await dialog(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(pages(page).getByText("Your own answers in its place")).toHaveCount(2);

  await section(page).getByLabel("Find in both lists").fill("xylophone");
  await expect(section(page).getByText("Nothing here has these words.")).toBeVisible();
});

const table = [
  "question,answer,keywords,language",
  '"Do you take walk-ins?","Yes, until noon.","drop in; unannounced",en',
  "Where is the pharmacy?,Across the street.,,",
  "Who wrote this?,,,",
  "where is the PHARMACY,Next door.,,",
].join("\n");

test("entries come from a file, and what is refused keeps nothing else from being saved", async ({
  desk,
  board,
  page,
}) => {
  await expect(board).toBeVisible();
  await openSettings(page, "Knowledge");
  await section(page).getByRole("button", { name: "Add from a file" }).click();
  const file = (name: string, text: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
  await dialog(page)
    .getByLabel("Markdown or CSV file")
    .setInputFiles([file("broken.csv", "one,two\n1,2\n")]);
  await expect(
    dialog(page).getByText("Line 1: the first line has to name the columns question and answer."),
  ).toBeVisible();
  await expect(dialog(page).getByText("No entry can be read in broken.csv.")).toBeVisible();

  await dialog(page)
    .getByLabel("Markdown or CSV file")
    .setInputFiles([file("asked.csv", table)]);
  await expect(dialog(page).getByText("3 entries in asked.csv. Nothing is saved yet.")).toBeVisible();
  await expect(dialog(page).getByText("Line 4: the answer is missing.")).toBeVisible();
  await expect(dialog(page).getByLabel("Language, where the file names none")).toHaveValue("en");
  await check(page, "entries from a file");
  await dialog(page).getByRole("button", { name: "Save 3 entries" }).click();
  await expect(dialog(page).getByText("2 entries are saved.")).toBeVisible();
  await expect(dialog(page).getByText(/^1 entry was not taken\./)).toBeVisible();
  await expect(dialog(page).getByText("Question: there is one already.")).toBeVisible();
  expect((await entries(desk)).map((it) => [it.question, it.keywords, it.language])).toEqual([
    ["Do you take walk-ins?", ["drop in", "unannounced"], "en"],
    ["Where is the pharmacy?", [], "en"],
  ]);

  const drop = dialog(page).getByRole("group", { name: "File with entries" });
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["# Is there water?\nIn the hall.\n# And coffee?\nNo.\n"], "drinks.md"));
    return transfer;
  });
  await drop.dispatchEvent("drop", { dataTransfer: data });
  await expect(dialog(page).getByText("2 entries in drinks.md. Nothing is saved yet.")).toBeVisible();
  await dialog(page).getByRole("checkbox", { name: "And coffee?" }).uncheck();
  await dialog(page).getByRole("button", { name: "Save 1 entry" }).click();
  await expect(dialog(page).getByText("1 entry is saved.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(own(page).getByText(/^3 of 3 entries$/)).toBeVisible();
});

test("who may not write reads, and who may not set up sees none of the rest", async ({ desk, board, page }) => {
  await expect(board).toBeVisible();
  const added = await desk.call<{ result: { one_time_password: string } }>("add_person", {
    name: "Ben Ito",
    login: "ben",
    roles: ["front_desk"],
    resource: null,
  });
  const password = added.result.one_time_password;
  await page.keyboard.press("Control+l");
  await signIn(page, "ben", password);
  await page.getByLabel("One-time password").fill(password);
  await page.getByRole("textbox", { name: "New password", exact: true }).fill("ships in the fog");
  await page.getByLabel("New password again").fill("ships in the fog");
  await page.getByRole("button", { name: "Change the password" }).click();
  await expect(page.getByRole("grid", { name: "Day board" })).toBeVisible();
  await openSettings(page, "Knowledge");
  await expect(pages(page).getByText("Fasting before a blood test")).toBeVisible();
  await expect(section(page).getByRole("button")).toHaveCount(0);
  const nav = page.getByRole("navigation", { name: "Settings" });
  await expect(nav.getByRole("button", { name: "Emergency words" })).toHaveCount(0);
  await expect(nav.getByRole("button", { name: "Language model" })).toHaveCount(0);
});
