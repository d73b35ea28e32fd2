// A real headless desk for each flow: an encrypted home of its own with a small demo clinic, a clock that starts at a
// quiet moment of a Monday morning, and the built page under the window's own content policy.
import { type Locator, type Page, test as base, expect } from "@playwright/test";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

export { expect };

const HOST = resolve("..", process.env["CARGO_TARGET_DIR"] ?? "target", "debug/desk-host");
const NOW = "2026-11-23T09:00-05:00";
/** The clinic's, and that of the PC that the desk runs on; the browser is in another one. */
export const ZONE = "America/New_York";
export const PASSWORD = "a quiet harbour";
export const LOGIN = "ana";

export interface Desk {
  url: string;
  /** Its data folder. */
  home: string;
  /** Asks the desk beside the page, to arrange what a flow starts from. */
  call<T>(command: string, request: unknown): Promise<T>;
}

interface Fixtures {
  /** What time it is at the desk when a flow begins. */
  now: string;
  /** A desk with the demo clinic, locked. */
  desk: Desk;
  /** A desk that was never set up. */
  emptyDesk: Desk;
  /** Signed in at the desk, on the board. */
  board: Locator;
}

interface Shared {
  /** The home of a demo clinic, copied for each flow. */
  demoHome: string;
}

export const test = base.extend<Fixtures, Shared>({
  demoHome: [
    async ({}, use) => {
      const home = mkdtempSync(join(tmpdir(), "front-desk-demo-"));
      const password = join(home, "password");
      writeFileSync(password, PASSWORD, { mode: 0o600 });
      const clinic = ["--organization", "Riverside Clinic", "--user", "Ana Silva", "--login", LOGIN];
      const place = ["--zone", ZONE, "--demo", "small", "--demo-seed", process.env["DEMO_SEED"] ?? "7"];
      const options = ["--no-keyring", "--password-file", password, "--now", NOW];
      execFileSync(HOST, ["init", ...clinic, ...place, ...options], {
        env: environment(join(home, "data")),
        stdio: "pipe",
      });
      await use(join(home, "data"));
      rmSync(home, { recursive: true });
    },
    { scope: "worker", timeout: 120_000 },
  ],
  now: [NOW, { option: true }],
  desk: async ({ demoHome, now }, use) => {
    await withDesk(now, (home) => cpSync(demoHome, home, { recursive: true }), use);
  },
  emptyDesk: async ({ now }, use) => {
    await withDesk(now, () => undefined, use);
  },
  board: async ({ desk, page }, use) => {
    await page.goto(desk.url);
    await signIn(page);
    const board = page.getByRole("grid", { name: "Day board" });
    await board.waitFor();
    await use(board);
  },
  page: async ({ page }, use) => {
    const wrong: string[] = [];
    page.on("pageerror", (error) => wrong.push(error.message));
    page.on("console", (message) => {
      // A refusal of the desk has a status of its own; Chromium reports every such answer.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
        wrong.push(message.text());
    });
    await use(page);
    expect(wrong, "errors of the page, the content policy's among them").toEqual([]);
  },
});

export async function signIn(page: Page, login = LOGIN, password = PASSWORD): Promise<void> {
  await page.getByLabel("Login").fill(login);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Opens a section of the settings. */
export async function openSettings(page: Page, section: string): Promise<void> {
  await page.keyboard.press("Control+6");
  await page.getByRole("navigation", { name: "Settings" }).getByRole("button", { name: section }).click();
}

/** The accessible name of what has the focus. */
export const focused = (page: Page): Locator => page.locator(":focus");

/**
 * Takes back the latest act by the key. A note stays for some seconds: after a long way the act is named again first, and
 * the key asks for it once more.
 */
export async function takeBack(page: Page): Promise<void> {
  const notes = page.getByRole("region", { name: "Notes" });
  const again = notes.getByText(/once more to take this back\.$/);
  await page.keyboard.press("Control+z");
  await expect(again.or(notes.getByText(/^Taken back/)).first()).toBeVisible();
  if (await again.isVisible()) await page.keyboard.press("Control+z");
}

/** The first cell of a free half hour, on the first day after today that has one. The board then shows that day. */
export const freeHalfHour = (board: Locator): Promise<Locator> => freeQuarters(board, 2);

/** The same of a free hour, which is long enough for a first visit. */
export const freeHour = (board: Locator): Promise<Locator> => freeQuarters(board, 4);

async function freeQuarters(board: Locator, quarters: number): Promise<Locator> {
  const heading = board.page().getByRole("heading", { level: 1 });
  for (let day = 0; day < 14; day++) {
    const shown = (await heading.textContent()) ?? "";
    await board.page().keyboard.press("Control+ArrowRight");
    await expect(heading).not.toHaveText(shown);
    const name = await board.evaluate(nameOfFree, quarters);
    if (name) return board.getByRole("gridcell", { name, exact: true });
  }
  throw new Error(`two weeks without ${quarters} free quarters of an hour`);
}

function nameOfFree(grid: Element, quarters: number): string {
  const label = (row: number, column: number) =>
    grid.querySelector(`[data-row="${row}"][data-column="${column}"]`)?.getAttribute("aria-label") ?? "";
  for (const cell of grid.querySelectorAll<HTMLElement>("[role=gridcell]")) {
    const [row, column] = [Number(cell.dataset["row"]), Number(cell.dataset["column"])];
    const steps = [...Array(quarters).keys()];
    if (steps.every((step) => label(row + step, column).endsWith(", free"))) return label(row, column);
  }
  return "";
}

/** @param now what time it is there; as on this PC when null */
export async function withDesk(
  now: string | null,
  prepare: (home: string) => void,
  use: (desk: Desk) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "front-desk-flow-"));
  const home = join(folder, "data");
  prepare(home);
  const serving = spawn(HOST, ["serve", "--ui", resolve("dist"), ...(now ? ["--now", now] : [])], {
    env: environment(home),
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const url = await firstLine(serving);
    await use({ url, home, call: (command, request) => call(url, command, request) });
  } finally {
    await stopped(serving);
    rmSync(folder, { recursive: true });
  }
}

/** Without a session bus there is no keyring: the flows are about the page, not about this PC's secrets. */
function environment(home: string): NodeJS.ProcessEnv {
  const rest: NodeJS.ProcessEnv = { ...process.env, FRONT_DESK_HOME: home, TZ: ZONE };
  delete rest["DBUS_SESSION_BUS_ADDRESS"];
  return rest;
}

async function firstLine(serving: ChildProcess): Promise<string> {
  if (!serving.stdout) throw new Error("the desk has no output");
  for await (const line of createInterface({ input: serving.stdout })) return (JSON.parse(line) as { url: string }).url;
  throw new Error("the desk stopped before it was ready");
}

async function stopped(serving: ChildProcess): Promise<void> {
  if (serving.exitCode !== null) return;
  const gone = new Promise((resolve) => serving.once("exit", resolve));
  serving.kill("SIGTERM");
  await gone;
}

async function call<T>(url: string, command: string, request: unknown): Promise<T> {
  const { origin, hash } = new URL(url);
  const token = new URLSearchParams(hash.slice(1)).get("token") ?? "";
  const answer = await fetch(`${origin}/call/${command}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Error(`${command}: ${JSON.stringify(body)}`);
  return body as T;
}
