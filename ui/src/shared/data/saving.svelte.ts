// Sending one form: busy while it is under way, the refusals or the error afterwards. Every form that writes has one.
import type { ApiError, Outcome, RefusalView } from "@bridge";
import { asApiError } from "./ask";
import { underWay } from "./underway";

export class Saving {
  busy = $state(false);
  refused = $state.raw<RefusalView[]>([]);
  error = $state.raw<ApiError | null>(null);

  /** The result when it was done; null when it was refused or failed, which then stands here. */
  async send<T>(question: () => Promise<Outcome<T>>): Promise<T | null> {
    const outcome = await underWay(this.ask(question));
    if (outcome?.outcome === "done") return outcome.result;
    this.refused = outcome?.reasons ?? [];
    return null;
  }

  /** The same for a command that is never refused. */
  async ask<T>(question: () => Promise<T>): Promise<T | null> {
    if (this.busy) return null;
    [this.busy, this.refused, this.error] = [true, [], null];
    try {
      return await question();
    } catch (problem) {
      this.error = asApiError(problem);
      return null;
    } finally {
      this.busy = false;
    }
  }

  /** What the desk says about one field of the form. */
  at(field: string): string | null {
    return this.refused.find((it) => it.field === field)?.sentence ?? null;
  }

  /** Forgets what went wrong, for a form that is opened again. */
  clear(): void {
    [this.refused, this.error] = [[], null];
  }
}
