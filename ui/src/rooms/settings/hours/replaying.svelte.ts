// Last year replayed with the hours of a form: asked for, followed, broken off.
import type { ApiError, Progress, RefusalView, ReplayView, TemplateView } from "@bridge";
import { asApiError, ask } from "@shared/data/ask";

/** What the figures hang on: the same hours under another name or of a later version replay the same. */
const hoursOf = (template: TemplateView): string => JSON.stringify({ ...template, name: "", version: null });

/** A key that was meant to break off a run may come just behind its end. */
const LATE_MS = 1_000;

export class Replaying {
  /** Whether anything was asked for yet. */
  isBegun = $state(false);
  isRunning = $state(false);
  isStopping = $state(false);
  wasStopped = $state(false);
  progress = $state.raw<Progress | null>(null);
  view = $state.raw<ReplayView | null>(null);
  reasons = $state.raw<readonly RefusalView[]>([]);
  error = $state.raw<ApiError | null>(null);
  /** The hours that the view is of. */
  #of = $state("");
  /** When the last run came to its end by itself. */
  #endedAt = -Infinity;

  /** Whether the view is of these hours. */
  isOf(template: TemplateView | null): boolean {
    return template !== null && hoursOf(template) === this.#of;
  }

  /** Whether a key that breaks off is for the run: it is under way, or has only just ended. */
  get takesBreak(): boolean {
    return this.isRunning || performance.now() - this.#endedAt < LATE_MS;
  }

  async run(template: TemplateView): Promise<void> {
    if (this.isRunning) return;
    [this.isBegun, this.isRunning, this.isStopping, this.wasStopped] = [true, true, false, false];
    [this.progress, this.reasons, this.error] = [null, [], null];
    try {
      const progress = (it: Progress) => (this.progress = it);
      const answer = await ask("replay_template", { template }, { progress });
      if (answer.outcome === "refused") this.reasons = answer.reasons;
      else [this.view, this.#of] = [answer.result, hoursOf(template)];
      this.#endedAt = performance.now();
    } catch (problem) {
      const error = asApiError(problem);
      this.wasStopped = error.code === "cancelled";
      if (!this.wasStopped) this.error = error;
    } finally {
      [this.isRunning, this.isStopping, this.progress] = [false, false, null];
    }
  }

  /** Asks the desk to break off; the run then answers that it was. */
  async stop(): Promise<void> {
    if (!this.isRunning || this.isStopping) return;
    this.isStopping = true;
    try {
      await ask("cancel_replay", {});
    } catch (problem) {
      [this.error, this.isStopping] = [asApiError(problem), false];
    }
  }
}
