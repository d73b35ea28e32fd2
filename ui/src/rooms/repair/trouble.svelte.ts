// What goes wrong, as it is typed, and as the desk is asked about it.
import type { BlockTimeRequest, TroubleRequest } from "@bridge";
import type { Spot } from "@shared/slots/spot";
import { codeWords } from "@shared/words/codes";

export const WHOLE_LOCATION = "location";

export class Trouble {
  whose = $state("");
  what = $state<"closed" | "late">("closed");
  firstDay = $state<string | null>(null);
  lastDay = $state<string | null>(null);
  from = $state("");
  to = $state("");
  minutes = $state("30");
  reason = $state("");
  readonly #location: string;
  readonly #isProvider: (resource: string) => boolean;

  /** From the place on the board that was pointed at. */
  constructor(spot: Spot, location: string, isProvider: (resource: string) => boolean) {
    [this.whose, this.firstDay, this.from] = [spot.resource, spot.wall.slice(0, 10), spot.wall.slice(11)];
    [this.#location, this.#isProvider] = [location, isProvider];
  }

  get isProvider(): boolean {
    return this.#isProvider(this.whose);
  }

  choose(whose: string): void {
    this.whose = whose;
    if (!this.isProvider) this.what = "closed";
  }

  /** What closes; null where somebody only runs late. */
  get closure(): BlockTimeRequest | null {
    if (this.what === "late") return null;
    const isAll = this.whose === WHOLE_LOCATION;
    const kind = this.isProvider ? "time_off" : isAll ? "holiday" : "block";
    return {
      resource: isAll ? null : this.whose,
      location: this.#location,
      kind,
      first_day: this.firstDay ?? "",
      last_day: this.lastDay,
      from: this.from.trim() || null,
      to: this.to.trim() || null,
      reason: this.reason.trim() || codeWords.exception[kind],
      types: [],
      overbook_lanes: 0,
    };
  }

  get request(): TroubleRequest {
    const closed = this.closure;
    return closed ? { closed } : { late: { resource: this.whose, minutes: Number(this.minutes) } };
  }
}
