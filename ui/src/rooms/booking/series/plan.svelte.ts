// A series as it would be, and what a person chose of it: for each date its own time, one of the others, or nothing.
import type { ApiError, OccurrenceView, OfferView, Outcome, RefusalView, SeriesPlanView } from "@bridge";
import { asApiError } from "@shared/data/ask";

export class SeriesPlan {
  rhythm = $state("");
  occurrences = $state.raw<readonly OccurrenceView[]>([]);
  chosen = $state.raw<readonly (OfferView | null)[]>([]);
  /** Why there is no such series. */
  refused = $state.raw<readonly RefusalView[]>([]);
  error = $state.raw<ApiError | null>(null);
  isAsking = $state(false);
  #turn = 0;

  /** Shows the answer; what fits is chosen. A late answer to an older question is passed over. */
  async ask(question: () => Promise<Outcome<SeriesPlanView>>): Promise<void> {
    const mine = ++this.#turn;
    this.isAsking = true;
    const answer = await question().catch((problem: unknown) => asApiError(problem));
    if (mine !== this.#turn) return;
    [this.isAsking, this.refused, this.error] = [false, [], null];
    if ("outcome" in answer && answer.outcome === "done") return this.#show(answer.result);
    this.#show({ rhythm: "", occurrences: [] });
    if ("outcome" in answer) this.refused = answer.reasons;
    else this.error = answer;
  }

  /** What would be done. */
  get taken(): { occurrence: OccurrenceView; offer: OfferView }[] {
    return this.occurrences.flatMap((occurrence, at) => {
      const offer = this.chosen[at];
      return offer ? [{ occurrence, offer }] : [];
    });
  }

  get fitting(): number {
    return this.occurrences.filter((it) => it.fits).length;
  }

  take(at: number, offer: OfferView | null): void {
    this.chosen = this.chosen.with(at, offer);
  }

  /** Leaves a date out, or takes it in by the first time that it can have. */
  toggle(at: number): void {
    const it = this.occurrences[at];
    if (it) this.take(at, this.chosen[at] ? null : (it.fits ?? it.alternatives[0] ?? null));
  }

  #show(plan: SeriesPlanView): void {
    [this.rhythm, this.occurrences] = [plan.rhythm, plan.occurrences];
    this.chosen = plan.occurrences.map((it) => it.fits);
  }
}
