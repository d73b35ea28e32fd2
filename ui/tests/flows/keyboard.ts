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

/** Goes on by Tab until a control has the focus. */
export async function tabTo(control: Locator): Promise<void> {
  await control.waitFor();
  for (let presses = 0; presses < 100; presses++) {
    await control.page().keyboard.press("Tab");
    if ((await control.and(control.page().locator(":focus")).count()) > 0) return;
  }
  throw new Error("no way there by Tab");
}
