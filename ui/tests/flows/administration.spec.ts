// How the organization is run, from a desk that has joined it: a real centre, its administrator with a second factor, and each
// room of theirs.
import type { Locator, Page } from "@playwright/test";
import { check } from "./accessible";
import { PERSON, withCentre } from "./centre";
import { type Desk, expect, signIn, test, withDesk } from "./desk";
import { enter, join, open } from "./office";
import { appWith } from "./phone";

async function people(page: Page): Promise<void> {
  const room = await open(page, "People");
  await expect(room.getByRole("row", { name: /Ada Amani \(you\).*Password and second factor/ })).toBeVisible();
  await expect(room.getByRole("row", { name: /Robin Castillo.*Front desk.*Password alone/ })).toBeVisible();
  await check(page, "people");

  await room.getByRole("button", { name: "Invite somebody" }).click();
  const form = page.getByRole("dialog", { name: "Invite somebody" });
  await form.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(form.getByText("Enter the name.")).toBeVisible();
  await form.getByLabel("Name", { exact: true }).fill("Noa Levi");
  await form.getByLabel("Login").fill("noa");
  await check(page, "invite");
  await form.getByRole("button", { name: "Invite", exact: true }).click();
  const invitation = page.getByRole("dialog", { name: "Invitation for Noa Levi" });
  await expect(invitation.getByLabel("One-time code")).toHaveText(/^[A-Z0-9-]{8,}$/);
  await check(page, "invitation");
  await invitation.getByRole("button", { name: "I have handed it over" }).click();

  const noa = room.getByRole("row", { name: /Noa Levi/ });
  await expect(noa.getByText("Invited", { exact: true })).toBeVisible();
  await act(page, noa, "Withdraw the invitation");
  await expect(noa.getByText("Not invited yet")).toBeVisible();

  await noa.getByRole("button", { name: "Change Noa Levi" }).click();
  const change = page.getByRole("dialog", { name: "Change Noa Levi" });
  await change.getByRole("checkbox", { name: "Billing" }).check();
  await change.getByRole("button", { name: "Save", exact: true }).click();
  await expect(noa.getByText("Front desk, Billing")).toBeVisible();
  await act(page, noa, "Switch off");
  await expect(noa).toHaveCount(0);
  await room.getByRole("checkbox", { name: "Also those who are switched off" }).check();
  await expect(noa.getByText("Switched off")).toBeVisible();
  await room.getByRole("searchbox").fill("nobody at all");
  await expect(room.getByText("Nobody here is called “nobody at all”.")).toBeVisible();
  await room.getByRole("searchbox").fill("");
}

/** Something from a person's menu, after its question. */
async function act(page: Page, row: Locator, label: string): Promise<void> {
  await row.getByRole("button", { name: /^More about/ }).click();
  await page.getByRole("menuitem", { name: label, exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: label, exact: true }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
}

async function desks(page: Page): Promise<void> {
  const room = await open(page, "Desks");
  await expect(room.getByRole("row", { name: /Office \(this PC\)/ })).toBeVisible();
  await room.getByRole("button", { name: "Add a desk" }).click();
  const form = page.getByRole("dialog", { name: "Add a desk" });
  await form.getByLabel("Name", { exact: true }).fill("Reception right");
  await form.getByRole("button", { name: "Make the code" }).click();
  const code = page.getByRole("dialog", { name: "Code for “Reception right”" });
  await expect(code.getByLabel("One-time code")).not.toBeEmpty();
  await check(page, "code of a desk");
  await code.getByRole("button", { name: "I have handed it over" }).click();
  await room.getByRole("button", { name: "Change Office" }).click();
  const change = page.getByRole("dialog", { name: "Change Office" });
  await change.getByLabel("Name", { exact: true }).fill("Back office");
  await change.getByRole("button", { name: "Save", exact: true }).click();
  await expect(room.getByRole("row", { name: /Back office \(this PC\)/ })).toBeVisible();
  await room.getByRole("button", { name: "Revoke Back office" }).click();
  const revoke = page.getByRole("dialog", { name: "Revoke the desk “Back office”?" });
  await expect(revoke.getByText(/This is the PC that you sit at/)).toBeVisible();
  await check(page, "revoke a desk");
  await revoke.getByRole("button", { name: "Cancel" }).click();
}

async function organization(page: Page): Promise<void> {
  const room = await open(page, "Organization");
  await expect(room.getByText("Professional")).toBeVisible();
  await expect(room.getByText(/of 6$/)).toBeVisible();
  await check(page, "organization");
  await room.getByRole("button", { name: "Change in the settings" }).click();
  await expect(page.getByRole("navigation", { name: "Settings" })).toBeVisible();
  await page.keyboard.press("Control+4");
}

async function policy(page: Page): Promise<void> {
  const room = await open(page, "Policy");
  const idle = room.getByLabel("Minutes without input");
  await idle.fill("31");
  await room.getByRole("button", { name: "Save the policy" }).click();
  await expect(room.getByText("Enter a whole number from 1 to 30.")).toBeVisible();
  await idle.fill("10");
  await room.getByRole("button", { name: "Save the policy" }).click();
  await expect(page.getByText("The policy is saved. It holds from now on.").first()).toBeVisible();
  const lent = room.getByLabel("Days lent to a location");
  await expect(lent).toHaveValue("0");
  await lent.fill("2");
  await room.getByRole("button", { name: "Save the policy" }).click();
  await expect(room.getByRole("button", { name: "Save the policy" })).toBeEnabled();
  await open(page, "Messages");
  await open(page, "Policy");
  await expect(lent).toHaveValue("2");
  await room.getByLabel("Characters of a password").fill("8");
  await room.getByRole("button", { name: "Save the policy" }).click();
  await expect(room.getByText(/^Characters of a password: /)).toBeVisible();
  await check(page, "policy");
}

async function messages(page: Page): Promise<void> {
  const room = await open(page, "Messages");
  await expect(room.getByText(/No mail server is set up/)).toBeVisible();
  await room.getByRole("button", { name: "Change Reminder, e-mail" }).click();
  const form = page.getByRole("dialog", { name: "Reminder, e-mail" });
  const shown = form.getByRole("region", { name: "What a patient reads" });
  await expect(shown).toContainText("Ana");
  await form.getByLabel("Text", { exact: true }).fill("Come on {date} at {time}, {patient_name}.");
  await expect(shown.getByText(/^Come on \w+day.*, Ana\.$/)).toBeVisible();
  await check(page, "text of a message");
  await form.getByLabel("Text", { exact: true }).fill("Come.");
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await expect(form.getByText(/^Text of the message: /)).toBeVisible();
  await form.getByLabel("Text", { exact: true }).fill("Come on {date} at {time}, {patient_name}.");
  await form.getByRole("button", { name: "Save", exact: true }).click();
  // The demo's organization has a text message of its own already.
  await expect(room.getByRole("row", { name: /^Reminder/ }).getByText("Own text")).toHaveCount(2);
  await check(page, "messages");
  await room.getByRole("tab", { name: "When" }).click();
  await room.getByLabel("Quiet from").fill("20:30");
  await room.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved. It holds for every message from now on.").first()).toBeVisible();
  await room.getByRole("tab", { name: "Not arrived" }).click();
  // Patients who want none are no trouble: what is left is the invitation of somebody without an address.
  const lost = room.getByRole("row", { name: /To somebody of the staff.*The record has no address/ });
  await lost.getByRole("button", { name: "Give up" }).click();
  await expect(page.getByText("It is given up.").first()).toBeVisible();
  await check(page, "messages that did not arrive");
}

/** Whoever stands at the counter looks at medical records beyond their role, at a desk of their own. */
async function breakGlass(page: Page, desk: Desk): Promise<void> {
  const { hits } = await desk.call<{ hits: { name: string }[] }>("find_patients", { query: "ma" });
  await page.goto(desk.url);
  await page.getByRole("grid", { name: "Day board" }).waitFor();
  await page.keyboard.press("F2");
  await page.getByRole("combobox").fill(hits[0]?.name ?? "");
  await page.getByRole("option").first().click();
  await page.getByRole("button", { name: "Show medical records" }).click();
  const records = page.getByRole("dialog", { name: /^Medical records of/ });
  await expect(records.getByText(/^Your role does not see medical records/)).toBeVisible();
  await check(page, "break the glass");
  await records.getByLabel("In your words").fill("The doctor is on the phone");
  await records.getByRole("button", { name: "Look for an hour" }).click();
  await expect(records.getByText(/^You see these records until/)).toBeVisible();
  await expect(records.getByText("There are no medical records.")).toBeVisible();
}

async function review(page: Page): Promise<void> {
  const room = await open(page, "Break-glass");
  await expect(room.getByText("“The doctor is on the phone”")).toBeVisible();
  await check(page, "glass to review");
  await room.getByRole("button", { name: "Review", exact: true }).click();
  const form = page.getByRole("dialog", { name: "Was it justified that Robin Castillo looked?" });
  await form.getByLabel("How you came to that").fill("I asked the doctor.");
  await form.getByRole("button", { name: "Save the review" }).click();
  await expect(room.getByText("Nothing waits for a review.")).toBeVisible();
}

/** What the centre noticed comes with its next look at the trail. */
async function security(page: Page): Promise<void> {
  const event = page.getByRole("listitem", { name: "Somebody looked beyond their role, with a reason" });
  await expect(async () => {
    await open(page, "Desks");
    await open(page, "Security");
    await expect(event).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });
  const place = page.getByRole("navigation", { name: "Places" }).getByRole("button", { name: /Admin/ });
  await expect(place).toContainText("events to look into");
  await check(page, "security");
  await event.getByRole("button", { name: "Look into it" }).click();
  await expect(event.getByText(/somebody looks into it/)).toBeVisible();
  await event.getByRole("button", { name: "Close", exact: true }).click();
  const form = page.getByRole("dialog", { name: "Close this event?" });
  await form.getByLabel("What it was").fill("Reviewed: an emergency.");
  await form.getByRole("button", { name: "Close", exact: true }).last().click();
  await expect(event).toHaveCount(0);
}

test("an administrator runs the organization from a desk", async ({ browser, page }) => {
  test.setTimeout(240_000);
  await withCentre(async (centre) => {
    const phone = await centre.phoneOf("administrator", ["administrator", "practice_manager"]);
    await withDesk(
      null,
      () => undefined,
      async (desk) => {
        await join(desk, centre, { login: "administrator", code: phone.code() });
        await page.setViewportSize({ width: 1366, height: 768 });
        await enter(page, desk);
        await people(page);
        await desks(page);
        await organization(page);
        await policy(page);
        await messages(page);
        await withDesk(
          null,
          () => undefined,
          async (counter) => {
            await join(counter, centre, { login: PERSON.login, code: null });
            await breakGlass(await browser.newPage(), counter);
          },
        );
        await review(page);
        await security(page);
      },
    );
  });
});

test("somebody who was invited gets in at the desk, with a password and a second factor of their own", async ({
  page,
}) => {
  test.setTimeout(240_000);
  await withCentre(async (centre) => {
    const phone = await centre.phoneOf("administrator", ["administrator", "practice_manager"]);
    await withDesk(
      null,
      () => undefined,
      async (desk) => {
        await join(desk, centre, { login: "administrator", code: phone.code() });
        const asked = async <T>(call: string, parts: object) =>
          (await desk.call<{ answer: T }>("ask_centre", { call, ...parts })).answer;
        const body = { login: "noa", name: "Noa Levi", roles: ["practice_manager"] };
        const { id } = await asked<{ id: string }>("create_person", { body });
        const { code } = await asked<{ code: string }>("invite_person", { path: { person: id } });
        const people = () => desk.call<{ people: { id: string }[] }>("people", {});
        await expect.poll(async () => (await people()).people.some((it) => it.id === id)).toBe(true);
        const handed = await desk.call<{ result: { one_time_password: string } }>("reset_password", { person: id });
        const { one_time_password: first } = handed.result;
        await desk.call("lock", {});

        await page.setViewportSize({ width: 1366, height: 768 });
        await page.goto(desk.url);
        await signIn(page, "noa", first);
        await page.getByLabel("One-time password").fill(first);
        await page.getByRole("textbox", { name: "New password", exact: true }).fill("ships in the fog");
        await page.getByLabel("New password again").fill("ships in the fog");
        await page.getByRole("button", { name: "Change the password" }).click();

        await page.getByRole("button", { name: "I was given a code" }).click();
        await page.getByLabel("The code that you were given").fill(code);
        await page.getByRole("textbox", { name: "New password" }).fill(PERSON.password);
        await check(page, "invited");
        await page.getByRole("button", { name: "Choose this password" }).click();
        await expect(page.getByRole("img", { name: "Picture for the app" })).toBeVisible();
        const secret = await page.getByLabel("Key for the app").innerText();
        await check(page, "a second factor");
        await page.getByLabel("The six digits").fill(appWith(secret)());
        await page.getByRole("button", { name: "Go on", exact: true }).click();
        const codes = page.getByRole("region", { name: "Your recovery codes" });
        await expect(codes.getByRole("listitem")).toHaveCount(10);
        await check(page, "recovery codes");
        await codes.getByRole("button", { name: "I have kept them" }).click();
        await page.getByRole("grid", { name: "Day board" }).waitFor();
      },
    );
  });
});
