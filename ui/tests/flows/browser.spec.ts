// A PC joins an organization by the sign-in that its people have anyway: a real provider, in a page of the browser's own.
import type { Page } from "@playwright/test";
import { check } from "./accessible";
import { ORGANIZATION, withCentre } from "./centre";
import { expect, signIn, test, withDesk } from "./desk";
import { withProvider } from "./provider";

const OWN = "a quiet harbour";

/** Presses the button, signs in on the page that opens where that is wanted, and closes it. */
async function signInBeside(page: Page, login: string | null): Promise<void> {
  const opening = page.context().waitForEvent("page");
  await page.getByRole("button", { name: "Sign in with the browser" }).click();
  const opened = await opening;
  if (login !== null) {
    await opened.locator("[name=login]").fill(login);
    await opened.getByRole("button", { name: "Sign in" }).click();
  }
  await expect(opened.getByText("You can close this page and go back to the front desk.")).toBeVisible();
  await opened.close();
}

test("a PC joins by its organization's own sign-in, and opens by a password of its own", async ({ page }) => {
  test.setTimeout(90_000);
  await withProvider((issuer) =>
    withCentre(async (centre) => {
      await centre.signInAt(issuer, await centre.phoneOf("administrator"));
      await withDesk(
        null,
        () => undefined,
        async (desk) => {
          await page.goto(desk.url);
          await page.getByRole("button", { name: /Connect to an organization/ }).click();
          await page.getByRole("checkbox", { name: /passwords alone/ }).check();
          await page.getByRole("button", { name: "Go on without a keyring" }).click();
          await page.getByLabel("Address of the centre").fill(`http://127.0.0.1:${centre.port}`);
          await page.getByRole("textbox", { name: "Organization" }).fill(ORGANIZATION);
          await page.getByLabel("Code for this PC").fill(centre.enroll("Reception"));
          await page.getByRole("button", { name: "Go on", exact: true }).click();

          // Only administrators have a password there.
          await expect(page.getByRole("button", { name: "I am an administrator" })).toBeVisible();
          await expect(page.getByLabel("Password", { exact: true })).toHaveCount(0);
          await check(page, "by the browser");

          // Given up, refused, and nobody's yet.
          const first = page.context().waitForEvent("page");
          await page.getByRole("button", { name: "Sign in with the browser" }).click();
          await (await first).close();
          await expect(page.getByText("A page has opened in the browser.")).toBeVisible();
          await check(page, "in the browser");
          await page.getByRole("button", { name: "Cancel" }).click();
          await signInBeside(page, "nobody");
          await expect(page.getByText("You were not let in there")).toBeVisible();
          await signInBeside(page, "ada");
          await expect(page.getByText("Nobody here is known by that sign-in.")).toBeVisible();
          await check(page, "the first time");
          await page.getByLabel("Code of your invitation").fill(centre.codeOf("nurse"));
          // The provider knows them still.
          await signInBeside(page, null);

          await expect(page.getByText("You are signed in as Ruth Adeyemi.")).toBeVisible();
          await page.getByRole("textbox", { name: "Password for this desk" }).fill(OWN);
          await page.getByRole("button", { name: "Sign in and fetch the book" }).click();
          await expect(page.getByText("The two passwords differ.")).toBeVisible();
          await check(page, "a password of its own");
          await page.getByLabel("Password again").fill(OWN);
          await page.getByRole("button", { name: "Sign in and fetch the book" }).click();
          await page.getByRole("checkbox", { name: "I have kept the recovery code" }).check({ timeout: 60_000 });
          await page.getByRole("button", { name: "Continue" }).click();
          await page.getByRole("grid", { name: "Day board" }).waitFor();

          await desk.call("lock", {});
          await signIn(page, "nurse", OWN);
          await page.getByRole("grid", { name: "Day board" }).waitFor();
        },
      );
    }),
  );
});
