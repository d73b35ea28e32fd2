// Choosing a time, for a booking or for a move: either the desk's answer about one spot of the board, or its first
// offers. Holds what the desk said, decides nothing.
import type { AlternativeView, ApiError, OfferView, RefusalView } from "@bridge";
import { asApiError, ask } from "../data/ask";
import { dateOf } from "../words/dates";
import type { Spot } from "./spot";

export interface Wanted {
  location: string;
  type: string;
  patient: string | null;
  moving: string | null;
}

const FIRST = 3;
const MORE = 9;

export class SlotChoice {
  offers = $state.raw<OfferView[]>([]);
  /** The offer that booking would take; an overbook when `because` is not empty. */
  chosen = $state.raw<OfferView | null>(null);
  /** Why the chosen offer is an overbook. */
  because = $state.raw<RefusalView[]>([]);
  mayOverbook = $state(false);
  /** Why nothing can be offered, or not what was wished for. */
  reasons = $state.raw<RefusalView[]>([]);
  /** What the desk could offer with one thing changed. */
  alternatives = $state.raw<AlternativeView[]>([]);
  error = $state.raw<ApiError | null>(null);
  /** Where on the board the person pointed, if anywhere. */
  spot = $state.raw<Spot | null>(null);
  provider = $state("");
  from = $state<string | null>(null);
  #limit = FIRST;
  #wanted: Wanted | null = null;
  #turn = 0;
  #settled: Promise<void> = Promise.resolve();

  /** Resolves once the latest question has its answer. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  /** Whether what is chosen can be taken by this person. */
  get canTake(): boolean {
    return this.chosen !== null && (!this.isOverbook || this.mayOverbook);
  }

  get isOverbook(): boolean {
    return this.because.length > 0;
  }

  /** Asks anew because the patient, the type or the visit changed. */
  want(wanted: Wanted): void {
    this.#wanted = wanted;
    if (this.spot) this.lookAt(this.spot);
    else this.search();
  }

  /** Asks about one spot. */
  lookAt(spot: Spot): void {
    this.spot = spot;
    this.#begin(async (wanted, stands) => {
      const request = { resource: spot.resource, start: spot.wall, appointment_type: wanted.type };
      const answer = await ask("offer_at", { ...request, patient: wanted.patient, moving: wanted.moving });
      if (!stands()) return;
      if (answer.answer === "refused") this.reasons = answer.reasons;
      else this.chosen = answer.offer;
      if (answer.answer === "overbook") [this.because, this.mayOverbook] = [answer.because, answer.may_overbook];
    });
  }

  /** Asks for the first offers. */
  search(limit = FIRST): void {
    this.spot = null;
    this.#limit = limit;
    this.#begin(async (wanted, stands) => {
      const answer = await ask("find_offers", {
        location: wanted.location,
        appointment_type: wanted.type,
        providers: this.provider ? [this.provider] : [],
        patient: wanted.patient,
        moving: wanted.moving,
        from: this.from,
        until: null,
        limit,
      });
      if (!stands()) return;
      [this.offers, this.reasons, this.alternatives] = [answer.offers, answer.reasons, answer.alternatives];
      this.chosen = answer.offers[0] ?? null;
    });
  }

  /** Asks again with the change that the desk proposed. Another type is for the form to change. */
  adopt(it: AlternativeView): void {
    if (it.change === "overbook") {
      return this.lookAt({ resource: it.resource, resourceName: it.resource_name, wall: it.wall_start });
    }
    if (it.change === "another_provider") this.provider = "";
    if (it.change === "later") this.from = dateOf(it.wall_start);
    this.search();
  }

  more(): void {
    this.search(this.#limit + MORE);
  }

  take(offer: OfferView): void {
    this.chosen = offer;
    [this.because, this.mayOverbook] = [[], false];
  }

  #begin(question: (wanted: Wanted, stands: () => boolean) => Promise<void>): void {
    const mine = ++this.#turn;
    const stands = () => mine === this.#turn;
    [this.chosen, this.because, this.mayOverbook, this.reasons, this.error] = [null, [], false, [], null];
    this.alternatives = [];
    if (this.spot) this.offers = [];
    const wanted = this.#wanted;
    if (!wanted) return;
    this.#settled = question(wanted, stands).catch((problem: unknown) => {
      if (stands()) this.error = asApiError(problem);
    });
  }
}
