// The optional language model: tried, saved, asked where the desk is unsure, and done without when it is gone.
import type { Page } from "@playwright/test";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { check } from "./accessible";
import { type Desk, expect, openSettings, test } from "./desk";
import { register } from "./patients";

interface Reader {
  address: string;
  /** The sentences that it was given. */
  given: string[];
  /** Everything that was sent to it, word by word. */
  heard: string[];
  stop: () => Promise<void>;
}

interface Reading {
  intent: string;
  pieces: { role: string; text: string }[];
}

/** A service of the OpenAI form on this PC that reads as it is told. */
async function serving(read: (sentence: string) => Reading): Promise<Reader> {
  const [given, heard]: [string[], string[]] = [[], []];
  const server: Server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece: Buffer) => (body += piece.toString()));
    request.on("end", () => {
      heard.push(`${request.url ?? ""} ${body}`);
      response.setHeader("content-type", "application/json");
      if (request.url === "/v1/models")
        return response.end(JSON.stringify({ data: [{ id: "small-reader" }, { id: "large-reader" }] }));
      const { model, messages } = JSON.parse(body) as { model: string; messages: { content: string }[] };
      if (!model.endsWith("-reader")) return response.writeHead(404).end("{}");
      const sentence = messages.at(-1)?.content ?? "";
      given.push(sentence);
      const content = JSON.stringify(read(sentence));
      response.end(JSON.stringify({ choices: [{ message: { role: "assistant", content } }] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { address: `http://127.0.0.1:${port}/v1`, given, heard, stop };
}

/** Everything is about cancelling, and a mark is a patient's name. */
const cancels = (sentence: string): Reading => ({
  intent: "cancel",
  pieces: (sentence.match(/\[NAME\d+\]/g) ?? []).map((text) => ({ role: "patient", text })),
});

const section = (page: Page) => page.getByRole("region", { name: "Language model" });
const button = (page: Page, name: string) => section(page).getByRole("button", { name, exact: true });
const chosen = (desk: Desk) =>
  desk.call<{ address: string; model: string; has_key: boolean; accepted: { by: string } | null }>(
    "language_model",
    {},
  );

const panel = (page: Page) => page.getByRole("complementary", { name: "Ask" });
const last = (page: Page) => panel(page).getByRole("log").locator("section").last();

async function say(page: Page, words: string) {
  const turns = panel(page).getByRole("log").locator("section");
  const before = await turns.count();
  await panel(page).getByLabel("Ask or tell").fill(words);
  await page.keyboard.press("Enter");
  await expect(turns).toHaveCount(before + 1);
}

/** A visit for a patient, by the agents themselves. */
async function book(desk: Desk, patient: string) {
  const { locations } = await desk.call<{ locations: { id: string }[] }>("setup", {});
  const text = `Book ${patient} next week`;
  await desk.call("ask_agent", { location: locations[0]?.id, text, anew: true });
  const picked = await desk.call<{ cards: { number?: number }[] }>("pick_agent", { place: 1 });
  await desk.call("agree_agent", { proposal: picked.cards.find((it) => it.number)?.number });
}

test("a service reads what the desk is not sure of, sees no name, and is not missed when it is gone", async ({
  desk,
  board,
  page,
}) => {
  await register(desk, { family: "Zabriskie", given: "Zelda", birth: "1980-01-02" });
  await book(desk, "Zelda Zabriskie");
  const service = await serving(cancels);
  try {
    await expect(board).toBeVisible();
    await openSettings(page, "Language model");
    await expect(section(page).getByText("Off. The desk understands by itself.")).toBeVisible();
    await expect(section(page).getByRole("checkbox", { name: "Hide names, numbers and dates" })).toBeChecked();
    await section(page).getByLabel("Address").fill(service.address);

    // Without a model's name the service says which ones it has.
    await button(page, "Try it").click();
    await expect(section(page).getByText("The service answers and has 2 models. Choose one:")).toBeVisible();
    await button(page, "small-reader").click();
    await expect(section(page).getByRole("combobox", { name: "Model" })).toHaveValue("small-reader");
    await button(page, "Try it").click();
    await expect(section(page).getByText(/^Understood in [\d,]+ ms\.$/)).toBeVisible();
    expect(service.given).toEqual(["please cancel the visit on friday"]);
    expect((await chosen(desk)).address).toBe("");
    await button(page, "Save").click();
    await expect(section(page).getByText("In use: small-reader.")).toBeVisible();
    await check(page, "the language model");

    await page.keyboard.press("Control+k");
    await say(page, "could zelda zabriskie skip it after all");
    await expect(last(page)).toContainText("Cancel the visit of Zabriskie, Zelda");
    expect(service.given).toHaveLength(2);
    expect(service.given[1]).toContain("could [NAME1]");
    expect(service.heard.join("\n").toLowerCase()).not.toMatch(/zelda|zabriskie|1980|555/);
    await say(page, "no");
    await expect(last(page)).toContainText("Nothing was done.");

    // What the desk is sure of is asked of nobody.
    await say(page, "cancel Zelda Zabriskie");
    await expect(last(page)).toContainText("Cancel the visit of Zabriskie, Zelda");
    expect(service.given).toHaveLength(2);

    await service.stop();
    await panel(page).getByRole("button", { name: "Begin anew" }).click();
    await say(page, "could zelda zabriskie skip it after all");
    await expect(last(page)).not.toContainText("Cancel the visit");
    await expect(panel(page).getByRole("alert")).toHaveCount(0);
    await say(page, "cancel Zelda Zabriskie");
    await expect(last(page)).toContainText("Cancel the visit of Zabriskie, Zelda");
  } finally {
    await service.stop();
  }
});

test("what is wrong with a service is said, with what to do, and it rests after several failures", async ({
  desk,
  board,
  page,
}) => {
  const service = await serving(() => ({ intent: "waitlist", pieces: [] }));
  try {
    await expect(board).toBeVisible();
    await openSettings(page, "Language model");
    await button(page, "Try it").click();
    await expect(section(page).getByLabel("Address")).toBeFocused();
    await section(page).getByLabel("Address").fill("somewhere");
    await button(page, "Try it").click();
    await expect(section(page).getByLabel("Address")).toHaveAccessibleDescription(/a link that begins with https/);
    await section(page).getByLabel("Address").fill(service.address);
    await button(page, "Save").click();
    await expect(section(page).getByLabel("Model", { exact: true })).toHaveAccessibleDescription(/Model: needed\./);
    await section(page).getByLabel("Model", { exact: true }).fill("small-reader");
    await button(page, "Try it").click();
    await expect(section(page).getByText(/misread a simple sentence\. Take another model\./)).toBeVisible();
    await section(page).getByLabel("Model", { exact: true }).fill("nobody");
    await button(page, "Try it").click();
    await expect(section(page).getByText("The service refused. Look at the model's name and the key.")).toBeVisible();
    await section(page).getByLabel("Wait at most, seconds").fill("11");
    await button(page, "Try it").click();
    await expect(section(page).getByLabel("Wait at most, seconds")).toHaveAccessibleDescription(/from 1 to 10/);
    await section(page).getByLabel("Wait at most, seconds").fill("2");
    await service.stop();
    await button(page, "Try it").click();
    await expect(section(page).getByText(/^Nothing answers there\./)).toBeVisible();

    await button(page, "Save").click();
    await expect(section(page).getByText("In use: nobody.")).toBeVisible();
    const { locations } = await desk.call<{ locations: { id: string }[] }>("setup", {});
    for (let time = 0; time < 3; time++)
      await desk.call("ask_agent", { location: locations[0]?.id, text: "the Friday thing falls through", anew: true });
    await openSettings(page, "Clinic");
    await openSettings(page, "Language model");
    await expect(section(page).getByText(/^It failed several times in a row and is not asked until/)).toBeVisible();
    await button(page, "Stop using it").click();
    await expect(section(page).getByText("Off. The desk understands by itself.")).toBeVisible();
    await expect(section(page).getByLabel("Address")).toBeFocused();
    expect((await chosen(desk)).address).toBe("");
  } finally {
    await service.stop();
  }
});

test("a service elsewhere asks for a consent, and its key is kept and never shown", async ({ desk, board, page }) => {
  await expect(board).toBeVisible();
  await openSettings(page, "Language model");
  const consent = section(page).getByRole("checkbox", { name: /has agreed with this service/ });
  await section(page).getByLabel("Address").fill("http://127.0.0.1:9/v1");
  await expect(consent).toHaveCount(0);
  await section(page).getByLabel("Address").fill("https://models.example/v1");
  await expect(
    section(page).getByText("This address is not on this PC: what is typed leaves the clinic."),
  ).toBeVisible();
  await section(page).getByLabel("Model", { exact: true }).fill("large-reader");
  await section(page).getByLabel("Key", { exact: true }).fill("a made-up key");
  await button(page, "Save").click();
  await expect(consent).toBeFocused();
  await expect(consent).toHaveAccessibleDescription("Tick this, or choose an address on this PC.");
  await section(page).getByRole("checkbox", { name: "Hide names, numbers and dates" }).uncheck();
  await expect(
    section(page)
      .getByText(/is sent as it was typed/)
      .first(),
  ).toBeVisible();
  await section(page).getByRole("checkbox", { name: "Hide names, numbers and dates" }).check();
  await consent.check();
  await button(page, "Save").click();
  await expect(section(page).getByText(/^Accepted by Ana Silva on 23 Nov 2026/)).toBeVisible();
  expect(await chosen(desk)).toMatchObject({ has_key: true, accepted: { by: "Ana Silva" } });
  const key = section(page).getByLabel("Key", { exact: true });
  await expect(key).toHaveValue("");
  await expect(key).toHaveAccessibleDescription(/A key is kept/);

  // What was accepted, and the key, are that one service's.
  await section(page).getByLabel("Address").fill("https://models.example/v2");
  await expect(consent).not.toBeChecked();
  await expect(key).toHaveAccessibleDescription("Only if the service asks for one.");
  await section(page).getByLabel("Address").fill("https://models.example/v1");
  await section(page).getByRole("checkbox", { name: "Forget the key" }).check();
  await button(page, "Save").click();
  await expect.poll(async () => (await chosen(desk)).has_key).toBe(false);
});
