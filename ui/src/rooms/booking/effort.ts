// What a booking costs whoever makes it: seconds and how many keys. Which keys they were is kept nowhere.
import type { EffortView } from "@bridge";
import { isPress, type Pressed } from "@shared/keys/opener";

/** Longer than that nobody was booking: the desk was left. */
const MOST_MS = 3_600_000;

/** Seconds run from the first key; of a booking that is pointed together, from when it was opened. */
export class Effort {
  readonly #now: () => number;
  #opened: number;
  #first: number | null = null;
  #keystrokes = 0;

  /**
   * @param now in ms, by the clock of the keys
   * @param keyAt when a key opened the booking, where one did
   */
  constructor(now: () => number, keyAt: number | null = null) {
    this.#now = now;
    this.#opened = now();
    if (keyAt !== null) [this.#first, this.#keystrokes] = [keyAt, 1];
  }

  press(key: Pressed): void {
    if (!isPress(key)) return;
    this.#first ??= key.timeStamp;
    this.#keystrokes += 1;
  }

  /** The next booking begins. */
  restart(): void {
    [this.#opened, this.#first, this.#keystrokes] = [this.#now(), null, 0];
  }

  /** What it cost so far; null where it took longer than anybody books. */
  get measured(): EffortView | null {
    // A key's moment may be rounded up.
    const ms = Math.max(0, this.#now() - (this.#first ?? this.#opened));
    if (ms > MOST_MS) return null;
    return { seconds: Math.round(ms / 1000), keystrokes: this.#keystrokes };
  }
}
