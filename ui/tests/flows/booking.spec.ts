import type { Page } from "@playwright/test";
import { type Desk, expect, focused, freeHour, test } from "./desk";
import { Keyboard } from "./keyboard";
import { register } from "./patients";

const ZELDA = { family: "Zabriskie", given: "Zelda", birth: "1980-01-02" };

/** Presses keys one by one and counts them. */
async function press(page: Page, ...keys: string[]): Promise<number> {
  for (const key of keys) await page.keyboard.press(key);
  return keys.length;
}

test("a patient is booked from a free cell with eight keys at most, then moved, cancelled", async ({
  desk,
  board,
  page,
}) => {
  await register(desk, ZELDA);
  const cell = await freeHour(board);
  const name = (await cell.getAttribute("aria-label")) ?? "";
  const [time = "", provider = ""] = name.split(", ");
  await cell.focus();

  let keys = await press(page, "z", "a", "b", "r");
  await expect(page.getByRole("option", { name: /Zabriskie, Zelda/ })).toBeVisible();
  keys += await press(page, "Enter");
  await expect(page.getByText("Ask for the new insurance card.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Book", exact: true }).last()).toBeFocused();
  await expect(focused(page)).toHaveAccessibleDescription(
    new RegExp(`^Zabriskie, Zelda \\(2 Jan 1980\\): .+, .+ November 2026, ${time}–.+ with ${provider}`),
  );
  keys += await press(page, "Enter");
  const booked = board.getByRole("gridcell", { name: new RegExp(`^${time}, ${provider}, Zabriskie, Zelda, .+booked`) });
  await expect(booked).toBeFocused();
  expect(keys).toBeLessThanOrEqual(8);

  await press(page, "m");
  const move = page.getByRole("region", { name: "Move Zabriskie, Zelda" });
  await expect(move.getByRole("list", { name: "Offers" }).getByRole("button")).toHaveCount(4);
  await (await freeHour(board)).click();
  await expect(move.getByRole("button", { name: "Move", exact: true })).toBeFocused();
  await press(page, "Enter");
  await expect(move).toBeHidden();
  const moved = board.getByRole("button", { name: /^Zabriskie, Zelda, .+booked/ });
  await expect(moved).toBeVisible();

  await moved.click();
  const panel = page.getByRole("complementary", { name: "Appointment" });
  await expect(panel.getByText(/^Moved from/)).toBeVisible();
  await panel.getByRole("button", { name: "Cancel visit" }).click();
  await panel.getByLabel("Reason").selectOption({ label: "Patient is ill" });
  await panel.getByRole("button", { name: "Cancel the visit" }).click();
  await expect(board.getByRole("button", { name: /^Zabriskie, Zelda/ })).toHaveCount(0);
  await expect(panel.getByText(/^Patient is ill, by the patient, (in time|late)$/)).toBeVisible();
});

test("Enter that comes before the desk's answer about a spot is not lost", async ({ desk, board, page }) => {
  await register(desk, ZELDA);
  await (await freeHour(board)).focus();
  await page.keyboard.type("zabr");
  await page.keyboard.press("Enter");
  const form = page.getByRole("form", { name: "Visit" });
  await expect(form.getByRole("button", { name: "Book", exact: true })).toBeFocused();
  const answer = await holdBack(page, "offer_at");
  await form.getByLabel("Visit type").focus();
  const asked = page.waitForRequest("**/call/offer_at");
  await page.keyboard.type("Tele");
  await asked;
  await form.getByLabel("Note").focus();
  await page.keyboard.press("Enter");
  answer();
  await expect(form).toBeHidden();
  await expect(board.getByRole("button", { name: /^Zabriskie, Zelda, .+by phone/ })).toBeVisible();
});

test("the focus stays where somebody has gone on to while the desk looks for times", async ({ desk, board, page }) => {
  await register(desk, ZELDA);
  await (await freeHour(board)).focus();
  const answer = await holdBack(page, "offer_at");
  await page.keyboard.type("zabr");
  await page.keyboard.press("Enter");
  const form = page.getByRole("form", { name: "Visit" });
  await form.getByLabel("Note").focus();
  await page.keyboard.type("Brings ");
  answer();
  await expect(form.getByRole("button", { name: "Book", exact: true })).toBeEnabled();
  await page.keyboard.type("papers");
  await expect(form.getByLabel("Note")).toHaveValue("Brings papers");
  await page.keyboard.press("Enter");
  await expect(form).toBeHidden();
  await expect(board.getByRole("button", { name: /^Zabriskie, Zelda/ })).toBeVisible();
});

/** Holds the desk's answers to one question back until it is called. */
async function holdBack(page: Page, question: string): Promise<() => void> {
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route(`**/call/${question}`, async (route) => {
    await held;
    await route.continue();
  });
  return answer;
}

test("a patient on the phone gets the desk's first offers, and more of them", async ({ desk, board, page }) => {
  await register(desk, ZELDA);
  await expect(board).toBeVisible();
  await page.keyboard.press("Control+b");
  await page.keyboard.type("zabr");
  await expect(page.getByRole("option", { name: /Zabriskie, Zelda/ })).toBeVisible();
  await page.keyboard.press("Enter");
  const offers = page.getByRole("list", { name: "Offers" }).getByRole("button");
  await expect(offers).toHaveCount(4);
  await page.getByRole("button", { name: "More times" }).click();
  await expect(offers).toHaveCount(10);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("region", { name: "Book a visit" })).toBeHidden();
  await expect(focused(page)).toHaveRole("gridcell");
});

interface Named {
  id: string;
  name: string;
}

interface Found {
  offers: { provider: string; provider_name: string; wall_start: string }[];
}

test("a wished day on which nobody asked for is free says why, and what there would be instead", async ({
  desk,
  board,
  page,
}) => {
  await register(desk, ZELDA);
  const { location, day, away } = await dayWithTwoFree(desk);
  const off = { kind: "time_off", first_day: day, last_day: null, from: null, to: null, reason: "Conference" };
  await desk.call("block_time", { location, resource: away.provider, ...off });
  await expect(board).toBeVisible();
  await page.keyboard.press("Control+b");
  await page.keyboard.type("zabr");
  await expect(page.getByRole("option", { name: /Zabriskie, Zelda/ })).toBeVisible();
  await page.keyboard.press("Enter");
  const region = page.getByRole("region", { name: "Book a visit" });
  await region.getByLabel("Visit type").selectOption({ label: "Follow-up · 20 min" });
  await region.getByLabel("Provider").selectOption({ label: away.provider_name });
  const [year = "", month = "", date = ""] = day.split("-");
  await region.getByLabel("From day").click();
  await page.keyboard.type(`${month}${date}${year}`);

  await expect(region.getByText(/^Nothing is free on /)).toBeVisible();
  const reason = region.getByText(`${away.provider_name} is not available`).filter({ hasText: /: Conference\.$/ });
  await expect(reason).toBeVisible();
  await region
    .getByRole("list", { name: "Instead" })
    .getByRole("button", { name: /^Another provider: / })
    .click();
  await expect(region.getByLabel("Provider")).toHaveValue("");
  await expect(region.getByText(/^Nothing is free on /)).toBeHidden();
  await expect(region.getByRole("button", { name: "Book", exact: true })).toBeFocused();
  await expect(focused(page)).not.toHaveAccessibleDescription(new RegExp(away.provider_name));
});

/** The first day on which two providers have time for a follow-up, and one of them. */
async function dayWithTwoFree(desk: Desk) {
  const setup = await desk.call<{ locations: { id: string }[]; appointment_types: Named[] }>("setup", {});
  const location = setup.locations[0]?.id;
  const appointment_type = setup.appointment_types.find((it) => it.name === "Follow-up")?.id;
  for (let ahead = 1; ahead < 40; ahead++) {
    const day = new Date(Date.UTC(2026, 10, 23 + ahead)).toISOString().slice(0, 10);
    const wanted = { location, appointment_type, from: day, until: day, limit: 200 };
    const { offers } = await desk.call<Found>("find_offers", wanted);
    const away = offers[0];
    if (away && offers.some((it) => it.provider !== away.provider)) return { location, day, away };
  }
  throw new Error("two providers are free on no day");
}

test("a refusal is said in words, and an overbook asks for its reason", async ({ desk, board, page }) => {
  await register(desk, ZELDA);
  await board
    .getByRole("button", { name: /, booked/ })
    .first()
    .click();
  await page.keyboard.press("b");
  await page.keyboard.type("zabr");
  await expect(page.getByRole("option", { name: /Zabriskie, Zelda/ })).toBeVisible();
  await page.keyboard.press("Enter");
  const region = page.getByRole("region", { name: "Book a visit" });
  await expect(
    region
      .getByRole("alert")
      .filter({ hasText: /\w.+\./ })
      .last(),
  ).toBeVisible();
});

test("a visit is dragged to another time", async ({ desk, board, page }) => {
  await register(desk, ZELDA);
  const cell = await freeHour(board);
  await cell.click();
  await page.keyboard.type("zabr");
  await expect(page.getByRole("option", { name: /Zabriskie, Zelda/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Book", exact: true }).last()).toBeFocused();
  await page.keyboard.press("Enter");
  const visit = board.getByRole("button", { name: /^Zabriskie, Zelda/ });
  const from = await visit.boundingBox();
  if (!from) throw new Error("the visit is not drawn");
  await page.mouse.move(from.x + 40, from.y + 6);
  await page.mouse.down();
  await page.mouse.move(from.x + 44, from.y + 40, { steps: 4 });
  await page.mouse.move(from.x + 44, from.y + 58, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByRole("region", { name: "Move Zabriskie, Zelda" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("region", { name: "Move Zabriskie, Zelda" })).toBeHidden();
});

test("a visit that needs a provider, a room and a machine gets all three, or says which one is missing", async ({
  desk,
  board,
  page,
}) => {
  await register(desk, ZELDA);
  await expect(board).toBeVisible();
  await page.keyboard.press("Control+b");
  await new Keyboard(page).find("zabr", /Zabriskie, Zelda/);
  const region = page.getByRole("region", { name: "Book a visit" });
  await region.getByLabel("Visit type").focus();
  await region.getByLabel("Visit type").selectOption({ label: "Minor procedure · 45 min" });
  const offers = region.getByRole("list", { name: "Offers" }).getByRole("button");
  // Those of the type before stay until the desk has answered.
  await expect(offers.first()).toHaveAccessibleName(/Procedure room/);
  await region.getByLabel("Note").press("Enter");
  await expect(page.getByRole("region", { name: "Notes" }).getByText(/^Booked: Zabriskie, Zelda/)).toBeVisible();
  await expect(page.locator(":focus")).toHaveAccessibleName(/Zabriskie, Zelda/);
  await page.keyboard.press("Enter");
  const panel = page.getByRole("complementary", { name: "Appointment" });
  await expect(panel.getByText(/Procedure room.*[Cc]art/)).toBeVisible();

  // The machine is out: no time is offered, and the reason is the machine.
  const { resources, locations } = await desk.call<{
    resources: { id: string; name: string; kind: string }[];
    locations: { id: string }[];
  }>("setup", {});
  for (const it of resources.filter((it) => it.kind === "equipment"))
    await desk.call("block_time", {
      location: locations[0]?.id,
      resource: it.id,
      kind: "block",
      first_day: "2026-11-23",
      last_day: "2027-03-31",
      from: null,
      to: null,
      reason: "Being repaired",
    });
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+b");
  await new Keyboard(page).find("zabr", /Zabriskie, Zelda/);
  await region.getByLabel("Visit type").focus();
  await region.getByLabel("Visit type").selectOption({ label: "Minor procedure · 45 min" });
  await expect(region.getByText(/^No equipment that this visit needs is free/)).toBeVisible();
  await expect(offers).toHaveCount(0);
});
