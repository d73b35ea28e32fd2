// A clinic that stood alone goes into an organization, in its window: what would happen is read first, then all of it is there.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { check } from "./accessible";
import { ORGANIZATION, PERSON, withCentre } from "./centre";
import { expect, openSettings, signIn, test, withDesk, ZONE } from "./desk";
import { register } from "./patients";

/** Who leads the organization, and may bring a clinic along. */
const LEADER = "practice-manager";
const OWN = { login: "ana", password: "a quiet harbour" };
const CLINIC = {
  organization_name: "Elm Street",
  organization_kind: "clinic",
  location_name: "Elm Street",
  zone: ZONE,
  person_name: "Ana Silva",
  key_store: "passphrase_only",
  ...OWN,
};

test("a clinic takes its book along, and is one desk of its organization", async ({ page }) => {
  test.setTimeout(180_000);
  await withCentre(async (centre) => {
    const phone = await centre.phoneOf(LEADER);
    await withDesk(
      null,
      () => undefined,
      async (desk) => {
        await desk.call("set_up", CLINIC);
        await register(desk, { family: "Okafor", given: "Ben", birth: "1990-04-12" });
        await register(desk, { family: "Okafor", given: "Ada", birth: "1992-05-13" });
        const folder = join(desk.home, "..", "backups");
        mkdirSync(folder);
        await desk.call("lock", {});
        await page.goto(desk.url);
        await signIn(page, OWN.login, OWN.password);
        await page.getByRole("navigation", { name: "Places" }).waitFor();
        await openSettings(page, "Sync");
        await page.getByRole("button", { name: "Take it along" }).click();
        await page.getByLabel("Address of the centre").fill(`http://127.0.0.1:${centre.port}`);
        await page.getByRole("textbox", { name: "Organization" }).fill(ORGANIZATION);
        await page.getByLabel("Code for this PC").fill(centre.enroll("Elm Street reception"));
        await check(page, "where to");
        await page.getByRole("button", { name: "Go on", exact: true }).click();
        await page.getByLabel("Login").fill(LEADER);
        await page.getByLabel("Password", { exact: true }).fill(PERSON.password);
        await page.getByLabel("Code of the second factor").fill(phone.code());
        await page.getByRole("button", { name: "Sign in and look" }).click();

        // Without a place for the backup nothing is sent.
        const yes = page.getByRole("button", { name: /^Send all of it to/ });
        await expect(page.getByText("Choose a folder for backups first")).toBeVisible();
        await expect(yes).toBeDisabled();
        await desk.call("set_backup_folder", { folder });
        await page.getByRole("button", { name: "Back", exact: true }).click();
        await page.getByLabel("Login").fill(LEADER);
        await page.getByLabel("Password", { exact: true }).fill(PERSON.password);
        await page.getByLabel("Code of the second factor").fill(phone.code());
        await page.getByRole("button", { name: "Sign in and look" }).click();
        await expect(page.getByRole("row", { name: /^Patients 2 / })).toBeVisible();
        await expect(page.getByText(/Come along for the history.*Ana Silva/)).toBeVisible();
        await check(page, "what would happen");
        await yes.click();

        // The window begins anew as one of the organization's.
        await page.getByRole("grid", { name: "Day board" }).waitFor({ timeout: 120_000 });
        const status = () =>
          desk.call<{ state: string; centre?: { first_sync: unknown; queued: number } }>("sync_status", {});
        await expect.poll(async () => (await status()).centre?.first_sync, { timeout: 60_000 }).toBeNull();
        await openSettings(page, "Sync");
        await expect(page.getByText("Connected", { exact: false }).first()).toBeVisible();
        await expect(page.getByRole("button", { name: "Take it along" })).toHaveCount(0);
        const found = await desk.call<{ hits: { name: string }[] }>("find_patients", { query: "okafor" });
        expect(found.hits.map((it) => it.name).sort()).toEqual(["Okafor, Ada", "Okafor, Ben"]);
      },
    );
  });
});
