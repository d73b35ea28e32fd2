// What the desk understood of a line so far, and how it may go on. Every change asks at once; one question is under way at a
// time, the newest waits for it, and an answer to an older line is thrown away.
import type { AgentHeardView } from "@bridge";
import { ask } from "@shared/data/ask";

interface Line {
  text: string;
  location: string;
}

export class Suggestions {
  heard = $state.raw<AgentHeardView | null>(null);
  lines = $state.raw<readonly string[]>([]);
  #wanted: Line | null = null;
  #isAsking = false;

  of(text: string, location: string): void {
    this.#wanted = { text, location };
    if (!this.#isAsking) void this.#askAll();
  }

  async #askAll(): Promise<void> {
    this.#isAsking = true;
    let asked: Line | null = null;
    while (this.#wanted && asked !== this.#wanted) {
      asked = this.#wanted;
      // Advice: what it cannot answer now is asked again with the next key.
      const answer = await ask("suggest_agent", asked).catch(() => null);
      if (asked === this.#wanted) [this.heard, this.lines] = [answer?.heard ?? null, answer?.lines ?? []];
    }
    this.#isAsking = false;
  }
}
