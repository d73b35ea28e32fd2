// Finding a patient while somebody types. Every key asks the desk at once; an answer to older words is thrown away.
import type { ApiError, PatientHit } from "@bridge";
import { asApiError, ask } from "../data/ask";

/** The desk answers from two characters on. */
const LEAST = 2;

export class Lookup {
  hits = $state.raw<PatientHit[]>([]);
  hasMore = $state(false);
  /** The words that `hits` answer; empty before the first answer. */
  answered = $state("");
  error = $state.raw<ApiError | null>(null);
  #turn = 0;
  #settled: Promise<void> = Promise.resolve();

  /** Resolves once the latest words have their answer. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  find(words: string): void {
    const mine = ++this.#turn;
    const query = words.trim();
    if (query.length < LEAST) {
      this.clear();
      return;
    }
    this.#settled = this.#ask(query, mine);
  }

  clear(): void {
    this.#turn++;
    this.hits = [];
    this.hasMore = false;
    this.answered = "";
    this.error = null;
    this.#settled = Promise.resolve();
  }

  async #ask(query: string, mine: number): Promise<void> {
    try {
      const found = await ask("find_patients", { query });
      if (mine !== this.#turn) return;
      [this.hits, this.hasMore, this.answered, this.error] = [found.hits, found.has_more, query, null];
    } catch (problem) {
      if (mine === this.#turn) this.error = asApiError(problem);
    }
  }
}
