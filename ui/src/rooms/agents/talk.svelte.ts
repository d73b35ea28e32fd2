// A conversation with the agents as the panel shows it. The desk keeps what it is about; here stands what was said.
import type { AgentAnswerView, AgentCard, AgentStepView, ApiError, ProposedView } from "@bridge";
import { ask, asApiError } from "@shared/data/ask";
import { announce } from "@shared/data/notify.svelte";
import { noteDone } from "@shared/data/undo.svelte";
import { underWay } from "@shared/data/underway";
import { done, proposed } from "./sentences";
import { agentWords } from "./words";

/** Holds the conversation while the panel is closed. */
export interface Talks {
  talk?: Talk;
}

export interface Turn {
  said: string;
  cards: readonly AgentCard[];
  trace: readonly AgentStepView[];
}

const KEPT = 50;

export class Talk {
  turns = $state.raw<readonly Turn[]>([]);
  error = $state.raw<ApiError | null>(null);
  busy = $state(false);
  #isNew = true;
  #location = "";

  /** What waits for a yes: of the last answer alone. */
  get proposal(): ProposedView | null {
    const card = this.turns.at(-1)?.cards.find((it) => it.card === "proposal");
    return card ?? null;
  }

  /** The last answer drops what waited for a yes, or everything was begun anew. */
  get isDropped(): boolean {
    return this.turns.at(-1)?.cards.some((it) => it.card === "dropped") ?? true;
  }

  /** The location that it is about. */
  get location(): string {
    return this.#location;
  }

  /** Words of danger were heard last. */
  get isAlarm(): boolean {
    return this.turns.at(-1)?.cards.some((it) => it.card === "emergency") ?? false;
  }

  /** How many things the last answer lists to be picked by a number. */
  get choices(): number {
    const counts = (this.turns.at(-1)?.cards ?? []).map((it) => {
      if (it.card === "offers") return it.offers.length;
      if (it.card === "which_patient") return it.patients.length;
      if (it.card === "which_visit") return it.visits.length;
      return it.card === "which_task" ? it.tasks.length : 0;
    });
    return Math.max(0, ...counts);
  }

  say(text: string, location: string): Promise<boolean> {
    const anew = this.#isNew;
    this.#location = location;
    return this.#turn(text, () => ask("ask_agent", { text, location, anew }));
  }

  pick(place: number): Promise<boolean> {
    return this.#turn(String(place), () => ask("pick_agent", { place }));
  }

  agree(): Promise<boolean> {
    const proposal = this.proposal?.number;
    if (proposal === undefined) return Promise.resolve(false);
    return underWay(this.#turn(agentWords.yes, () => ask("agree_agent", { proposal })));
  }

  refuse(): Promise<boolean> {
    return this.say("no", this.#location);
  }

  begin(): void {
    [this.turns, this.error, this.#isNew] = [[], null, true];
  }

  async #turn(said: string, question: () => Promise<AgentAnswerView>): Promise<boolean> {
    if (this.busy) return false;
    [this.busy, this.error] = [true, null];
    try {
      const { cards, trace } = await question();
      this.#isNew = false;
      this.turns = [...this.turns.slice(1 - KEPT), { said, cards, trace }];
      for (const card of cards) {
        if (card.card === "done") noteDone(done(card.proposed), card.undo);
        if (card.card === "proposal") announce(proposed(card));
        if (card.card === "emergency") announce(agentWords.emergency.title, true);
      }
      return true;
    } catch (problem) {
      this.error = asApiError(problem);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
