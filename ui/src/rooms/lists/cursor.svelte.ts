// The one row that keys act on. It follows its visit when the list is drawn anew; when the visit leaves the list, the row
// that took its place is next, so that a list is worked off by one key after the other.
import type { Entry } from "./lists";

export class ListCursor {
  readonly #entries: () => readonly Entry[];
  #visit = $state<string | null>(null);
  /** Where the visit stood last. */
  #index = $state(0);

  constructor(entries: () => readonly Entry[]) {
    this.#entries = entries;
  }

  get index(): number {
    const entries = this.#entries();
    const at = entries.findIndex((it) => it.visit.id === this.#visit);
    return at >= 0 ? at : Math.max(0, Math.min(this.#index, entries.length - 1));
  }

  get entry(): Entry | null {
    return this.#entries()[this.index] ?? null;
  }

  goTo(index: number): void {
    const entries = this.#entries();
    this.#index = Math.max(0, Math.min(entries.length - 1, index));
    this.#visit = entries[this.#index]?.visit.id ?? null;
  }

  go(by: number): void {
    this.goTo(this.index + by);
  }
}
