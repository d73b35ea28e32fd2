// Choosing a time, for a booking or for a move: either the desk's answer about one spot of the board, or its first
// offers. Holds what the desk said, decides nothing.
import type { AlternativeView, ApiError, FixView, OfferView, PrecedingView, RefusalView } from "@bridge";
import { asApiError, ask } from "../data/ask";
import { dateOf } from "../words/dates";
import type { Spot } from "./spot";

export interface Wanted {
  location: string;
  type: string;
  patient: string | null;
  moving: string | null;
  /** The visit that another time is looked for: its weekday and time of day come first. */
  like?: string | null;
}

/** How many times "more times" adds. */
const MORE = 9;

export class SlotChoice {
  offers = $state.raw<OfferView[]>([]);
  /** The offer that booking would take; with a reason when `because` is not empty. */
  chosen = $state.raw<OfferView | null>(null);
  /** What the chosen offer goes against: it is an overbook, or leaves a buffer out. */
  because = $state.raw<RefusalView[]>([]);
  /** Why nothing can be offered, or not what was wished for; or why it is an overbook. */
  reasons = $state.raw<RefusalView[]>([]);
  /** What the desk could offer with one thing changed. */
  alternatives = $state.raw<AlternativeView[]>([]);
  /** What would make the spot possible. */
  fixes = $state.raw<FixView[]>([]);
  error = $state.raw<ApiError | null>(null);
  /** Where on the board the person pointed, if anywhere. */
  spot = $state.raw<Spot | null>(null);
  provider = $state("");
  from = $state<string | null>(null);
  /** The last day that is looked at. */
  until = $state<string | null>(null);
  /** Another visit that is to come first. */
  link = $state.raw<PrecedingView | null>(null);
  /** The question is on its way. */
  isAsking = $state(false);
  /** `HH:MM`: not before this time of the first day. */
  time = $state("");
  #limit: number | null = null;
  #wanted: Wanted | null = null;
  #turn = 0;
  #settled: Promise<void> = Promise.resolve();

  /** Resolves once the latest question has its answer. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  /** Whether there is something to take. A time that was pointed at is taken as soon as the desk has answered, so that
      nobody who types faster has to press Enter again; an offer only once it was shown. */
  get canTake(): boolean {
    return this.chosen !== null || (this.isAsking && this.spot !== null);
  }

  /** Whether the spot cannot be had as it is. */
  get isRefused(): boolean {
    return this.spot !== null && this.reasons.length > 0 && this.chosen === null;
  }

  get isOverbook(): boolean {
    return (this.chosen?.lane ?? 0) > 0;
  }

  get needsReason(): boolean {
    return this.because.length > 0;
  }

  /** Asks anew because the patient, the type or the visit changed. */
  want(wanted: Wanted): void {
    this.#wanted = wanted;
    if (this.spot) this.lookAt(this.spot);
    else this.search();
  }

  /** Takes a time that is held for it; other times can be asked for beside it. */
  keep(wanted: Wanted, offer: OfferView): void {
    this.#wanted = wanted;
    this.#turn++;
    [this.spot, this.offers, this.reasons, this.error] = [null, [offer], [], null];
    [this.alternatives, this.fixes, this.isAsking] = [[], [], false];
    this.take(offer);
  }

  /** Asks the last question again. */
  again(): void {
    if (this.spot) this.lookAt(this.spot);
    else this.search(this.#limit);
  }

  /** Asks about one spot. */
  lookAt(spot: Spot): void {
    this.spot = spot;
    this.#begin(async (wanted, stands) => {
      const request = { resource: spot.resource, start: spot.wall, appointment_type: wanted.type };
      const { patient, moving } = wanted;
      const answer = await ask("offer_at", { ...request, patient, moving, link: this.link });
      if (!stands()) return;
      if (answer.answer !== "refused") this.chosen = answer.offer;
      if (answer.answer === "offer") return;
      this.fixes = answer.fixes;
      this.reasons = answer.answer === "refused" ? answer.reasons : answer.because;
      this.because = answer.answer === "refused" ? [] : answer.because;
    });
  }

  /** Asks for offers: the few that differ usefully, or so many in order. */
  search(limit: number | null = null): void {
    this.spot = null;
    this.#limit = limit;
    this.#begin(async (wanted, stands) => {
      const answer = await ask("find_offers", {
        location: wanted.location,
        appointment_type: wanted.type,
        providers: this.provider ? [this.provider] : [],
        patient: wanted.patient,
        moving: wanted.moving,
        like: wanted.like ?? null,
        link: this.link,
        from: this.#earliest,
        until: this.until,
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
    if (it.change === "later") [this.from, this.until] = [dateOf(it.wall_start), null];
    this.search();
  }

  more(): void {
    this.search((this.#limit ?? 0) + MORE);
  }

  /** Whether the offers are the few that differ, and not yet the next ones in order. */
  get isFirstFew(): boolean {
    return this.#limit === null;
  }

  get #earliest(): string | null {
    return this.from && this.time ? `${this.from}T${this.time}` : this.from;
  }

  take(offer: OfferView, because: RefusalView[] = []): void {
    this.chosen = offer;
    this.because = because;
  }

  #begin(question: (wanted: Wanted, stands: () => boolean) => Promise<void>): void {
    const mine = ++this.#turn;
    const stands = () => mine === this.#turn;
    [this.chosen, this.because, this.reasons, this.error] = [null, [], [], null];
    [this.alternatives, this.fixes] = [[], []];
    if (this.spot) [this.offers, this.#limit] = [[], null];
    const wanted = this.#wanted;
    if (!wanted) return;
    this.isAsking = true;
    this.#settled = question(wanted, stands)
      .catch((problem: unknown) => {
        if (stands()) this.error = asApiError(problem);
      })
      .finally(() => {
        if (stands()) this.isAsking = false;
      });
  }
}
