// Two desks of one organization and their centre: each is connected in the window, one is cut off, both promise the same time,
// and the conflict is settled in the window.
import type { Browser, Locator, Page } from "@playwright/test";
import { check } from "./accessible";
import { type Centre, networkTo, ORGANIZATION, PERSON, withCentre } from "./centre";
import { type Desk, expect, openSettings, test, withDesk, ZONE } from "./desk";

interface Found {
  hits: { id: string; name: string }[];
}
interface Offers {
  offers: { handle: string; wall_start: string; provider: string | null }[];
}
interface Status {
  centre?: { first_sync: unknown };
}
interface Setup {
  locations: { id: string }[];
  appointment_types: { id: string; name: string; is_new_patient: boolean }[];
  resources: { id: string; kind: string }[];
}

/** A PC on which nothing was set up becomes a desk, in its window. */
async function connected(browser: Browser, desk: Desk, centre: Centre, name: string, url: string): Promise<Page> {
  const context = await browser.newContext({
    locale: "en-US",
    timezoneId: ZONE,
    viewport: { width: 1366, height: 768 },
  });
  const page = await context.newPage();
  await page.goto(desk.url);
  await page.getByRole("button", { name: /Connect to an organization/ }).click();
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Go on without a keyring" }).click();
  await page.getByLabel("Address of the centre").fill(url);
  await page.getByRole("textbox", { name: "Organization" }).fill(ORGANIZATION);
  await page.getByLabel("Code for this PC").fill(centre.enroll(name));
  await page.getByRole("button", { name: "Go on", exact: true }).click();
  await expect(page.getByText(`“${name}”`)).toBeVisible();
  await page.getByLabel("Login").fill(PERSON.login);
  await page.getByLabel("Password", { exact: true }).fill(PERSON.password);
  await page.getByRole("button", { name: "Sign in and fetch the book" }).click();
  // The near days are fetched, and a key is derived as slowly as this PC can bear.
  await page.getByRole("heading", { name: "Keep this recovery code" }).waitFor({ timeout: 60_000 });
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("grid", { name: "Day board" }).waitFor();
  return page;
}

/** The whole book is here, so that what this desk offers is what the other one does. */
async function fetched(desk: Desk): Promise<void> {
  const status = () => desk.call<Status>("sync_status", {});
  await expect.poll(async () => (await status()).centre?.first_sync, { timeout: 60_000 }).toBeNull();
}

type Offer = Offers["offers"][number];

/** What a known patient is offered from tomorrow on, in order: at all providers, or only what is another desk's offer too. */
async function offers(desk: Desk, patient: string, like?: Offer): Promise<Offer[]> {
  const setup = await desk.call<Setup>("setup", {});
  const type = setup.appointment_types.find((it) => !it.is_new_patient)?.id;
  const location = setup.locations[0]?.id;
  const from = new Date(Date.now() + 86_400_000).toLocaleDateString("en-CA", { timeZone: ZONE });
  const providers = like?.provider ? [like.provider] : [];
  const wanted = { location, appointment_type: type, providers, patient, from, limit: 200 };
  const found = await desk.call<Offers>("find_offers", wanted);
  return found.offers.filter((it) => !like || it.wall_start === like.wall_start);
}

/** The strip in which a visit is booked, with its offers from a day on, for a patient by name. */
async function booking(page: Page, name: string, day: string): Promise<Locator> {
  await page.getByRole("grid", { name: "Day board" }).waitFor();
  await page.keyboard.press("Control+b");
  await page.keyboard.type(name.split(",")[0] ?? name);
  await page
    .getByRole("option", { name: new RegExp(name) })
    .first()
    .click();
  const offers = page.getByRole("list", { name: "Offers" });
  await offers.waitFor();
  const [year = "", month = "", date = ""] = day.split("-");
  await page.getByLabel("From day").click();
  await page.keyboard.type(`${month}${date}${year}`);
  const isThatDay = new RegExp(`^\\w+ ${Number(date)} `);
  await expect(offers.getByRole("button", { pressed: true })).toHaveAccessibleName(isThatDay);
  return offers;
}

/** Books the first of them. */
async function book(desk: Desk, patient: string, like?: Offer): Promise<Offer> {
  const [first] = await offers(desk, patient, like);
  if (!first) throw new Error("no such time is free");
  await desk.call("book", { handle: first.handle, patient, requested_by: { who: "patient" } });
  return first;
}

test("a time that two desks promised while one was cut off is settled in the window, at either", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  await withCentre(async (centre) => {
    const network = await networkTo(centre.port);
    try {
      await withDesk(
        null,
        () => undefined,
        async (leftDesk) => {
          await withDesk(
            null,
            () => undefined,
            async (rightDesk) => {
              const left = await connected(
                browser,
                leftDesk,
                centre,
                "Reception left",
                `http://127.0.0.1:${centre.port}`,
              );
              const right = await connected(browser, rightDesk, centre, "Reception right", network.url);
              const { hits } = await leftDesk.call<Found>("find_patients", { query: "ma" });
              const [won, lost] = hits;
              if (!won || !lost) throw new Error("the demo has too few patients");
              await Promise.all([leftDesk, rightDesk].map(fetched));
              await expect(right.getByText("Offline since")).toHaveCount(0);

              network.cut();
              const promised = await book(leftDesk, won.id);
              await expect(right.getByText(/^Offline since/)).toBeVisible();
              await book(rightDesk, lost.id, promised);
              await expect(right.getByText(/1 change to send/)).toBeVisible();
              await check(right, "offline");

              network.mend();
              // A desk tries again by itself too: the button may be gone before anybody presses it.
              await right
                .getByRole("button", { name: "Try now" })
                .evaluateAll((buttons: HTMLElement[]) => buttons.forEach((it) => it.click()));
              await expect(right.getByText(/^Offline since/)).toHaveCount(0);
              const toDecide = (page: Page) =>
                page.getByRole("navigation", { name: "Places" }).getByRole("button", { name: /To decide/ });
              await expect(toDecide(right)).toContainText("1");
              await expect(toDecide(left)).toContainText("1");

              // Who is at the other desk takes care of it, which is seen here.
              await left.keyboard.press("F8");
              const card = (page: Page) => page.getByRole("region", { name: lost.name });
              await expect(card(left).getByText(won.name)).toBeVisible();
              await left.keyboard.press("c");
              await right.keyboard.press("F8");
              await expect(
                card(right)
                  .getByText(/takes care of it|Hand it back/)
                  .first(),
              ).toBeVisible();
              await expect(card(right).getByText("Somebody else had this time first.")).toBeVisible();
              await check(right, "to decide");
              await left.keyboard.press("1");
              for (const page of [left, right]) {
                await expect(page.getByText("Nothing waits for a decision.")).toBeVisible();
                await expect(toDecide(page)).not.toContainText("1");
              }
              await openSettings(left, "Sync");
              await expect(left.getByText("Connected", { exact: false }).first()).toBeVisible();
              await check(left, "sync");
              const visits = (desk: Desk) =>
                desk.call<{ next_visits: { visit: { mark: string } }[] }>("patient_card", { patient: lost.id });
              await expect
                .poll(
                  async () => (await visits(rightDesk)).next_visits.filter((it) => it.visit.mark === "accepted").length,
                )
                .toBeGreaterThan(0);
              const [atLeft, atRight] = [await visits(leftDesk), await visits(rightDesk)];
              expect(atRight.next_visits.length).toBe(atLeft.next_visits.length);
            },
          );
        },
      );
    } finally {
      network.close();
    }
  });
});

test("what somebody has chosen at one desk is marked at the other until they let it go, and keeps nobody from it", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  await withCentre(async (centre) => {
    const url = `http://127.0.0.1:${centre.port}`;
    await withDesk(
      null,
      () => undefined,
      async (leftDesk) => {
        await withDesk(
          null,
          () => undefined,
          async (rightDesk) => {
            const left = await connected(browser, leftDesk, centre, "Reception left", url);
            const right = await connected(browser, rightDesk, centre, "Reception right", url);
            const { hits } = await leftDesk.call<Found>("find_patients", { query: "ma" });
            const [one] = hits;
            if (!one) throw new Error("the demo has no such patient");
            await Promise.all([leftDesk, rightDesk].map(fetched));

            // What is free this minute may be over when the other desk asks: a day on which both are offered the same.
            const day = (await offers(leftDesk, one.id))[0]?.wall_start.slice(0, 10);
            if (!day) throw new Error("the demo has no free time");
            const chosen = (await booking(left, one.name, day)).getByRole("button", { pressed: true });
            const words = (await chosen.getAttribute("aria-label")) ?? "";
            const marked = right.getByRole("gridcell", { name: /being booked at Reception left$/ });
            await right.keyboard.press("Control+g");
            await right.getByRole("dialog").waitFor();
            await right.keyboard.type(day);
            await right.keyboard.press("Enter");
            await expect(marked.first()).toBeVisible();
            await check(right, "being booked elsewhere");

            // The same is offered to the same patient.
            const offered = await booking(right, one.name, day);
            const same = offered.getByRole("button", { name: words.split(",").slice(0, 2).join(",") }).first();
            await expect(same).toHaveAccessibleName(/Being booked at Reception left$/);
            await check(right, "offer being booked elsewhere");
            await same.click();
            await expect(right.getByText("Being booked at Reception left.")).toBeVisible();
            await right.getByRole("button", { name: "Book", exact: true }).last().click();
            await expect(right.getByText(/^Booked: /).first()).toBeVisible();

            await left.keyboard.press("Escape");
            await expect(marked).toHaveCount(0);
          },
        );
      },
    );
  });
});
