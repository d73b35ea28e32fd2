// Starting a desk, from any of the three ways: one long command with progress, one answer with a recovery code.
import { type ApiError, type Progress, type FirstSession } from "@bridge";
import { asApiError } from "@shared/data/ask";

export class Beginning {
  busy = $state(false);
  progress = $state.raw<Progress | null>(null);
  error = $state.raw<ApiError | null>(null);

  async run(work: (progress: (progress: Progress) => void) => Promise<FirstSession>): Promise<FirstSession | null> {
    if (this.busy) return null;
    [this.busy, this.error, this.progress] = [true, null, null];
    try {
      return await work((progress) => (this.progress = progress));
    } catch (problem) {
      this.error = asApiError(problem);
      return null;
    } finally {
      this.busy = false;
    }
  }
}
