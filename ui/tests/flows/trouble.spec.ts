// What an administrator does about what went wrong: what a revoked desk had not sent, what the centre could not deal with, and
// the second factor that it asks for once more.
import type { Page } from "@playwright/test";
import { check } from "./accessible";
import { type Centre, networkTo, PERSON, withCentre } from "./centre";
import { type Desk, expect, test, withDesk } from "./desk";
import { enter, join, open } from "./office";
import { register } from "./patients";
import type { Phone } from "./phone";

const ADMINISTRATOR = "administrator";

/** A desk at which the administrator, who runs the practice too, has just signed in. */
async function withOffice(page: Page, use: (centre: Centre, desk: Desk, phone: Phone) => Promise<void>): Promise<void> {
  await withCentre(async (centre) => {
    const phone = await centre.phoneOf(ADMINISTRATOR, [ADMINISTRATOR, "practice_manager"]);
    await withDesk(
      null,
      () => undefined,
      async (desk) => {
        await join(desk, centre, { login: ADMINISTRATOR, code: phone.code() });
        await page.setViewportSize({ width: 1366, height: 768 });
        await use(centre, desk, phone);
      },
    );
  });
}

interface Status {
  centre?: { link: string; queued: number };
}

test("what a revoked desk had not sent is looked at, and put into the book or thrown away", async ({ page }) => {
  test.setTimeout(120_000);
  await withOffice(page, async (centre, desk) => {
    const network = await networkTo(centre.port);
    await withDesk(
      null,
      () => undefined,
      async (counter) => {
        await join(counter, centre, { login: PERSON.login, code: null, name: "Old reception", url: network.url });
        const status = async () => (await counter.call<Status>("sync_status", {})).centre;
        await expect.poll(async () => (await status())?.link).toBe("online");
        network.cut();
        await register(counter, { family: "Okafor", given: "Ben", birth: "1990-04-12" });
        await register(counter, { family: "Quist", given: "Ben", birth: "1991-05-13" });
        await expect.poll(async () => (await status())?.queued).toBe(2);

        await enter(page, desk);
        const room = await open(page, "Desks");
        await room.getByRole("button", { name: "Revoke Old reception" }).click();
        await page.getByRole("dialog").getByRole("button", { name: "Revoke the desk" }).click();
        await expect(page.getByText("“Old reception” is revoked.").first()).toBeVisible();
        network.mend();
        // It hands over what it has, and opens no more.
        await expect
          .poll(async () => (await counter.call<{ state: string }>("status", {})).state, { timeout: 60_000 })
          .not.toBe("unlocked");
        network.close();
      },
    );

    await open(page, "Organization");
    const room = await open(page, "Desks");
    const handed = room.getByRole("row", { name: /A new patient.*Robin Castillo.*Old reception/ });
    await expect(handed).toHaveCount(2);
    await check(page, "handed over");
    const found = async () => (await desk.call<{ hits: object[] }>("find_patients", { query: "ben" })).hits.length;
    const before = await found();
    await handed.first().getByRole("button", { name: "Put into the book" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Put into the book" }).click();
    await expect(page.getByText("It stands in the book.").first()).toBeVisible();
    await expect(handed).toHaveCount(1);
    await expect.poll(found).toBe(before + 1);
    await handed.getByRole("button", { name: "Throw away" }).click();
    await check(page, "thrown away");
    await page.getByRole("dialog").getByRole("button", { name: "Throw away" }).click();
    await expect(page.getByText("It is thrown away.").first()).toBeVisible();
    await expect(handed).toHaveCount(0);
    expect(await found()).toBe(before + 1);
  });
});

test("what the centre could not deal with is tried again, or given up with a reason", async ({ page }) => {
  test.setTimeout(120_000);
  await withOffice(page, async (centre, desk) => {
    centre.giveUpOnTwo();
    await enter(page, desk);
    const room = await open(page, "Messages");
    await room.getByRole("tab", { name: "Not arrived" }).click();
    const dead = room.getByRole("row", { name: /tried 10 times \(panicked\)/ });
    await expect(dead).toHaveCount(2);
    await check(page, "not dealt with");
    await dead.first().getByRole("button", { name: "Try again" }).click();
    await expect(page.getByText("It is tried again.").first()).toBeVisible();
    await expect(dead).toHaveCount(1);
    await dead.getByRole("button", { name: "Give up" }).click();
    const asked = page.getByRole("dialog", { name: "Give it up for good?" });
    await asked.getByLabel("Why").fill("It is about a visit of last year.");
    await check(page, "give it up");
    await asked.getByRole("button", { name: "Give up" }).click();
    await expect(page.getByText("It is given up.").first()).toBeVisible();
    await expect(dead).toHaveCount(0);
  });
});

test("the centre asks for the second factor once more before it gives rights", async ({ page }) => {
  test.setTimeout(120_000);
  await withOffice(page, async (centre, desk, phone) => {
    // An hour passes, and the session goes on with its next token.
    centre.forgetFactors();
    await desk.call("lock", {});
    await desk.call("sign_in", { login: ADMINISTRATOR, password: PERSON.password });
    await enter(page, desk);
    const room = await open(page, "Desks");
    const add = async () => {
      await room.getByRole("button", { name: "Add a desk" }).click();
      const form = page.getByRole("dialog", { name: "Add a desk" });
      await form.getByLabel("Name", { exact: true }).fill("Reception right");
      await form.getByRole("button", { name: "Make the code" }).click();
    };
    await add();
    const asked = page.getByRole("dialog", { name: "Show your second factor" });
    await check(page, "once more");
    await asked.getByLabel("Code of the second factor").fill("000000");
    await asked.getByRole("button", { name: "Go on" }).click();
    await expect(asked.getByText("This code is not right.")).toBeVisible();
    // Whoever gives up has done nothing, and reads why.
    await asked.getByRole("button", { name: "Cancel" }).click();
    await expect(page.getByText("Show your second factor once more.")).toBeVisible();
    await page.getByRole("button", { name: "Make the code" }).click();
    await asked.getByLabel("Code of the second factor").fill(phone.code());
    await asked.getByRole("button", { name: "Go on" }).click();
    const code = page.getByRole("dialog", { name: "Code for “Reception right”" });
    await expect(code.getByLabel("One-time code")).not.toBeEmpty();
    await code.getByRole("button", { name: "I have handed it over" }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });
});
