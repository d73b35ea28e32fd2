// Every screen by axe, in both themes and with more contrast: no violation.
import { check } from "./accessible";
import { expect, freeHalfHour, openSettings, PASSWORD, signIn, test } from "./desk";

const DIALOGS: readonly (readonly [string, RegExp])[] = [
  ["Locations", /^Change /],
  ["Providers and hours", /^Add a provider/],
  ["Providers and hours", /^Change the hours of/],
  ["Providers and hours", /^Change Dr/],
  ["Rooms and equipment", /^Add a room/],
  ["Visit types", /^Change /],
  ["Holidays and time off", /^Add a holiday/],
];

const LOOKS = (["light", "dark"] as const).flatMap((colorScheme) =>
  (["no-preference", "more"] as const).map((contrast) => ({ colorScheme, contrast })),
);

for (const { colorScheme, contrast } of LOOKS) {
  test.describe(`in the ${colorScheme} theme${contrast === "more" ? " with more contrast" : ""}`, () => {
    test.use({ colorScheme, contextOptions: { contrast } });

    test("the first run is accessible", async ({ emptyDesk, page }) => {
      await page.goto(emptyDesk.url);
      await expect(page.locator("html")).toHaveAttribute("data-contrast", contrast === "more" ? "more" : "system");
      await page.getByRole("button", { name: /Set up my clinic/ }).waitFor();
      await check(page, "welcome");
      await page.getByRole("button", { name: /Connect to an organization/ }).click();
      await check(page, "connect");
      await page.getByRole("button", { name: "Back" }).click();
      await page.getByRole("button", { name: /Set up my clinic/ }).click();
      await check(page, "no keyring");
      await page.getByRole("checkbox").check();
      await page.getByRole("button", { name: "Go on without a keyring" }).click();
      await page.getByRole("button", { name: "Set up the clinic" }).click();
      await check(page, "own clinic, with problems");
    });

    test("a clinic that was just set up is accessible", async ({ emptyDesk, page }) => {
      await emptyDesk.call("set_up", {
        organization_name: "Riverside",
        organization_kind: "clinic",
        location_name: "Main site",
        zone: "America/New_York",
        person_name: "Ana Silva",
        login: "ana",
        password: PASSWORD,
        key_store: "passphrase_only",
      });
      await page.goto(emptyDesk.url);
      await page.getByRole("region", { name: "Getting your clinic ready" }).waitFor();
      await check(page, "getting ready");
    });

    test("signing in is accessible", async ({ desk, page }) => {
      await page.goto(desk.url);
      await page.getByRole("button", { name: "I cannot sign in" }).click();
      await signIn(page, "ana", "not the password");
      await expect(page.getByLabel("Password", { exact: true })).toHaveAccessibleDescription(/.+/);
      await check(page, "sign-in");
      await page.getByRole("button", { name: "Use the recovery code" }).click();
      await check(page, "recovery");
    });

    test("the day is accessible", async ({ board, page }) => {
      await check(page, "board");
      await page.keyboard.press("F4");
      await page.getByRole("button", { name: "Back to the day" }).waitFor();
      await check(page, "week");
      await page.keyboard.press("F4");
      await page.getByRole("button", { name: "Back to the day" }).waitFor({ state: "detached" });
      await page.keyboard.press("Control+p");
      await page.getByRole("dialog", { name: "Day sheet" }).getByRole("table").first().waitFor();
      await check(page, "day sheet");
      await page.keyboard.press("Escape");
      await page.keyboard.press("F7");
      await page.getByRole("dialog", { name: "Day repair" }).getByLabel("From").fill("00:00");
      await page.keyboard.press("Enter");
      await page.locator(":focus[data-step]").waitFor();
      await check(page, "day repair");
      await page.keyboard.press("Escape");
      await board
        .getByRole("button", { name: /, booked/ })
        .first()
        .click();
      await expect(page.getByRole("heading", { name: "History" })).toBeVisible();
      await check(page, "appointment");
      await page.getByRole("button", { name: "Cancel visit" }).click();
      await check(page, "cancelling");
      await page.keyboard.press("Escape");
      await (await freeHalfHour(board)).focus();
      await page.keyboard.type("ma");
      await page.getByRole("listbox").getByRole("option").first().waitFor();
      await check(page, "look-up");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.getByLabel("Visit type").waitFor();
      await check(page, "booking");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+f");
      await page.getByRole("dialog", { name: "Columns" }).waitFor();
      await check(page, "columns");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+g");
      await page.getByRole("dialog").waitFor();
      await check(page, "go to a date");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Shift+F10");
      await page.getByRole("menu").waitFor();
      await check(page, "menu");
      await page.getByRole("menuitem", { name: "Block time…" }).click();
      await page.getByRole("dialog").waitFor();
      await check(page, "block time");
    });

    test("changing a visit is accessible", async ({ board, page }) => {
      const visit = board.getByRole("button", { name: /, booked/ }).first();
      await visit.click();
      const panel = page.getByRole("complementary", { name: "Appointment" });
      await panel.getByRole("button", { name: /^Check in/ }).click();
      await page.getByRole("dialog").getByRole("checkbox").first().check();
      await check(page, "check-in");
      await page.keyboard.press("Escape");
      await page.keyboard.press("m");
      await page.keyboard.press("Shift+ArrowDown");
      await page.getByRole("region", { name: /^Move / }).waitFor();
      await expect(page.getByRole("list", { name: "Offers" }).getByRole("button")).not.toHaveCount(0);
      await check(page, "moving");
      await page.keyboard.press("Escape");
      await panel.getByRole("button", { name: "Cancel visit" }).click();
      await panel.getByRole("button", { name: "Cancel the visit" }).click();
      await expect(panel.getByRole("button", { name: "Rebook now" })).toBeFocused();
      await check(page, "cancelled, with the way back");
    });

    test("the other places are accessible", async ({ board, page }) => {
      await expect(board).toBeVisible();
      await page.keyboard.press("F2");
      await page.keyboard.type("ma");
      await page.getByRole("option").first().waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Edit record" }).waitFor();
      await check(page, "patient card");
      await page.getByRole("button", { name: "Edit record" }).click();
      await check(page, "edit record");
      await page.keyboard.press("Control+2");
      await page.locator(":focus[data-row]").waitFor();
      await check(page, "arrivals");
      await page.keyboard.press("2");
      await page.getByText(/not confirmed by the patient/).waitFor();
      await check(page, "unconfirmed");
      await page.keyboard.press("4");
      await page.getByText("Every visit up to now has its end.").waitFor();
      await check(page, "nothing open");
      await page.keyboard.press("Control+4");
      await page.getByRole("cell", { name: "Ana Silva (you)" }).waitFor();
      await check(page, "people");
      await page.getByRole("button", { name: "Add a person" }).click();
      await check(page, "person");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+5");
      await page.getByRole("heading", { name: "Import" }).waitFor();
      await check(page, "import");
      const table =
        "Date,Time,Patient,DOB,Sex,Status\n03/02/2027,09:00,Ana Ruiz,05/06/1990,M,Z9\n03/02/2027,=A1,Bo Lund,,M,\n";
      await page
        .getByLabel("Choose files, or drop them here")
        .setInputFiles([{ name: "visits.csv", mimeType: "text/csv", buffer: Buffer.from(table) }]);
      await page.getByRole("heading", { name: "Columns of visits.csv" }).waitFor();
      await check(page, "columns of a table, with questions open");
      await page.getByRole("radio", { name: /^The day first/ }).press("Space");
      await page.getByLabel("M", { exact: true }).selectOption("Female");
      await page.getByLabel("Z9", { exact: true }).selectOption("Booked");
      await page.getByLabel("Length", { exact: true }).selectOption("20 min");
      await page.getByLabel("Provider", { exact: true }).selectOption({ index: 1 });
      await page.getByText("The table can be read.").waitFor();
      await check(page, "columns of a table, answered");
      await page.keyboard.press("Control+Enter");
      await page.getByRole("button", { name: "Preview" }).press("Enter");
      await page.getByText("Nothing is stored yet.").waitFor();
      await check(page, "preview of a table");
      await page.keyboard.press("Control+6");
      const sections = page.getByRole("navigation", { name: "Settings" }).getByRole("button");
      for (const section of await sections.allTextContents()) {
        await page.getByRole("region", { name: section, exact: true }).waitFor();
        await check(page, `settings: ${section}`);
        await page.keyboard.press("ArrowDown");
      }
      for (const [section, opener] of DIALOGS) {
        await openSettings(page, section);
        await page.getByRole("button", { name: opener }).first().click();
        await page.getByRole("dialog").waitFor();
        await check(page, `settings: ${section}, ${opener.source}`);
        await page.keyboard.press("Escape");
      }
      await page.keyboard.press("F1");
      await page.getByRole("button", { name: "change the key of “Lock" }).click();
      await page.keyboard.press("Control+p");
      await page.getByRole("button", { name: "Swap the two" }).waitFor();
      await check(page, "keys");
      await page.getByRole("button", { name: "Help for this screen", exact: true }).click();
      await page.getByRole("article", { name: "Set up your clinic" }).waitFor();
      await check(page, "help");
      await page.keyboard.type("backup");
      await page.getByText(/places found/).waitFor();
      await check(page, "help, searched");
    });
  });
}
