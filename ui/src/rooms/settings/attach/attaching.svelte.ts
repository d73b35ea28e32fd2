// Taking this clinic into an organization, step by step: where to, as whom, what would happen, the yes, the way.
import type { ApiError, AttachPreviewView, AttachStatus, Progress, SessionView } from "@bridge";
import { asApiError, ask } from "@shared/data/ask";
import type { Who } from "@shared/centre/who";

export class Attaching {
  preview = $state.raw<AttachPreviewView | null>(null);
  progress = $state.raw<Progress | null>(null);
  error = $state.raw<ApiError | null>(null);
  busy = $state(false);

  /** Signs in there; of one that is on its way already there is nothing to decide, and it goes on. */
  async signIn(who: Who, isBegun: boolean): Promise<SessionView | null> {
    const preview = await this.#run(() => ask("preview_attach", who));
    if (preview && isBegun) return this.go();
    this.preview = preview;
    return null;
  }

  /** The explicit yes. The desk is signed in anew at the end of the way. */
  go(): Promise<SessionView | null> {
    return this.#run(() => ask("attach", {}, { progress: (it) => (this.progress = it) }));
  }

  async giveUp(): Promise<AttachStatus | null> {
    const status = await this.#run(() => ask("give_up_attach", {}));
    if (status) this.preview = null;
    return status;
  }

  async #run<T>(work: () => Promise<T>): Promise<T | null> {
    if (this.busy) return null;
    [this.busy, this.error, this.progress] = [true, null, null];
    try {
      return await work();
    } catch (problem) {
      this.error = asApiError(problem);
      return null;
    } finally {
      this.busy = false;
    }
  }
}
