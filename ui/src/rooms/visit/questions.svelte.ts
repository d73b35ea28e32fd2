// What is asked at the counter beside who it is: whether the record is still correct, and for the card. The desk says what is
// due; the record is put right where it is asked about.
import type { CardAnswer, PatientCard, PatientView } from "@bridge";
import type { ActionOf } from "@shared/keys/map";
import { type KeyAct, type KeyScope, keyScope } from "@shared/keys/registry";

/** The answers about the card, and the key of each. */
export const CARD_KEYS = [
  ["seen", "cardSeen"],
  ["not_brought", "cardNotBrought"],
  ["not_needed", "cardNotNeeded"],
] as const satisfies readonly (readonly [CardAnswer, ActionOf<"counter">])[];

export class Questions {
  readonly #card: () => PatientCard | null;
  /** The patient said that the record is still correct. */
  confirmed = $state(false);
  answer = $state<CardAnswer | null>(null);
  /** The record while it is put right. */
  record = $state<PatientView | null>(null);
  /** Somebody was told what is not asked yet. */
  #isTold = $state(false);

  constructor(card: () => PatientCard | null) {
    this.#card = card;
  }

  get asksDetails(): boolean {
    return this.record !== null || (this.#card()?.asked.are_details_due ?? false);
  }

  get asksCard(): boolean {
    return this.#card()?.asked.is_card_due ?? false;
  }

  get lacksDetails(): boolean {
    return this.asksDetails && !this.confirmed && this.record === null;
  }

  get lacksCard(): boolean {
    return this.asksCard && this.answer === null;
  }

  /** Something is left to ask, and it was said. */
  get isToldOfLack(): boolean {
    return this.#isTold && (this.lacksDetails || this.lacksCard);
  }

  /** Whether the check-in waits for a question that was forgotten. It waits once: what nobody asks is asked the next time. */
  holds(): boolean {
    const isNews = !this.#isTold && (this.lacksDetails || this.lacksCard);
    this.#isTold ||= isNews;
    return isNews;
  }

  /** The same answer once more takes it back. */
  answerCard(answer: CardAnswer): void {
    this.answer = this.answer === answer ? null : answer;
  }

  change(): void {
    const card = this.#card();
    if (card?.may_edit) this.record = structuredClone(card.patient);
  }

  /** What the keys do here; only while what they mean is asked. */
  readonly keys: KeyScope = keyScope("counter", {
    detailsConfirmed: {
      run: () => (this.confirmed = !this.confirmed),
      when: () => this.asksDetails && this.record === null,
    },
    editRecord: { run: () => this.change(), when: () => this.record === null && (this.#card()?.may_edit ?? false) },
    cardSeen: this.#answers("seen"),
    cardNotBrought: this.#answers("not_brought"),
    cardNotNeeded: this.#answers("not_needed"),
  });

  #answers(answer: CardAnswer): KeyAct {
    return { run: () => this.answerCard(answer), when: () => this.asksCard };
  }
}
