// What the flows of administrators share: a desk that belongs to a centre, and its rooms for them.
import type { Locator, Page } from "@playwright/test";
import { type Centre, ORGANIZATION, PERSON } from "./centre";
import { type Desk, expect } from "./desk";

interface Joining {
  login: string;
  code: string | null;
  name?: string;
  /** By way of a network that can be cut. */
  url?: string;
}

/** The PC becomes a desk beside the page, signed in by the login. */
export async function join(desk: Desk, centre: Centre, { login, code, name = "Office", url }: Joining): Promise<void> {
  const address = url ?? `http://127.0.0.1:${centre.port}`;
  await desk.call("enrol", { address, organization: ORGANIZATION, code: centre.enroll(name) });
  const joining = { login, password: PERSON.password, code, key_store: "passphrase_only" };
  await desk.call("join_centre", joining);
}

export const rooms = (page: Page) => page.getByRole("navigation", { name: "Administration" });

export async function open(page: Page, section: string): Promise<Locator> {
  await rooms(page).getByRole("button", { name: section }).click();
  const room = page.getByRole("region", { name: section, exact: true });
  await expect(room.getByRole("heading", { name: section, exact: true })).toBeVisible();
  await expect(room.getByText("Loading…")).toHaveCount(0);
  return room;
}

/** At the administrator's desk, in the room where the organization is run. */
export async function enter(page: Page, desk: Desk): Promise<void> {
  await page.goto(desk.url);
  await page.getByRole("grid", { name: "Day board" }).waitFor();
  await page.keyboard.press("Control+4");
  await expect(rooms(page)).toBeVisible();
}
