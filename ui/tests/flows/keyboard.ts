// Somebody at the keyboard alone, whose keys are counted.
import type { Locator, Page } from "@playwright/test";
import { expect } from "./desk";

export class Keyboard {
  count = 0;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Presses keys one by one. */
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key);
    this.count += keys.length;
  }

  /** Types words; each letter counts. */
  async type(words: string): Promise<void> {
    await this.#page.keyboard.type(words);
    this.count += words.length;
  }

  /** Types the letters of a look-up until the one patient stands first, and takes that one. */
  async find(letters: string, name: RegExp): Promise<void> {
    await this.type(letters);
    await expect(this.#page.getByRole("option", { name })).toBeVisible();
    await this.press("Enter");
  }
}

/** Walks with Tab (or back) to a control. */
export async function reach(page: Page, target: Locator, key = "Tab"): Promise<void> {
  await target.waitFor();
  for (let step = 0; step < 60; step++) {
    if (await target.evaluate((it) => it === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${target.toString()} is not reached by ${key}`);
}

/** Walks to a control and presses a key on it. */
export async function press(page: Page, target: Locator, key = "Enter"): Promise<void> {
  await reach(page, target);
  await page.keyboard.press(key);
}
