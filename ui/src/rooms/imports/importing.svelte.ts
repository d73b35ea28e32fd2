// One import: files handed over, a preview of what they would add, then the run and its report.
import { type ApiError, type ImportReport, type Progress, stageFile, type StagedFileView } from "@bridge";
import { asApiError, ask } from "@shared/data/ask";

export type Step = "files" | "preview" | "report";

export class Importing {
  step = $state<Step>("files");
  staged = $state.raw<StagedFileView[]>([]);
  report = $state.raw<ImportReport | null>(null);
  progress = $state.raw<Progress | null>(null);
  error = $state.raw<ApiError | null>(null);
  busy = $state(false);
  isStopping = $state(false);
  /** The last run was stopped: nothing of it is stored, and the files are still here. */
  wasStopped = $state(false);
  zone = $state("");

  /** Hands files to the desk, one after the other. */
  async add(files: readonly File[]): Promise<void> {
    await this.#work(async () => {
      for (const [index, file] of files.entries()) {
        this.progress = { stage: "reading", done: index, total: files.length };
        const staged = await stageFile(file.name, new Uint8Array(await file.arrayBuffer()));
        this.staged = [...this.staged.filter((it) => it.name !== staged.name), staged];
      }
    });
  }

  async preview(): Promise<void> {
    await this.#work(async () => {
      this.report = await ask("preview_import", { default_zone: this.zone || null }, this.#listening());
      this.step = "preview";
    });
  }

  async run(): Promise<void> {
    await this.#work(async () => {
      const report = await ask("run_import", { default_zone: this.zone || null }, this.#listening());
      this.wasStopped = report.was_cancelled;
      if (!this.wasStopped) [this.report, this.step] = [report, "report"];
    });
  }

  /** Asks the desk to stop; it takes back what the run has stored so far. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await ask("cancel_import", {}).catch((problem: unknown) => (this.error = asApiError(problem)));
  }

  async restart(): Promise<void> {
    await this.#work(async () => {
      await ask("unstage_files", {});
      [this.staged, this.report, this.step] = [[], null, "files"];
    });
  }

  async #work(work: () => Promise<void>): Promise<void> {
    [this.busy, this.error, this.progress] = [true, null, null];
    [this.isStopping, this.wasStopped] = [false, false];
    try {
      await work();
    } catch (problem) {
      this.error = asApiError(problem);
    } finally {
      [this.busy, this.progress] = [false, null];
    }
  }

  #listening() {
    return { progress: (progress: Progress) => (this.progress = progress) };
  }
}
