// One import: files handed over, what the columns of tables are, a preview of what they would add, then the run and
// its report.
import {
  type ApiError,
  type ImportReport,
  type Progress,
  stageFile,
  type StagedFileView,
  type TableMapping,
} from "@bridge";
import { asApiError, ask } from "@shared/data/ask";

export type Step = "files" | "table" | "preview" | "report";

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
  /** The tables to be looked at, the open one first. */
  #tables = $state.raw<readonly string[]>([]);
  /** What the person said about tables; the desk guesses the rest. */
  #said: Record<string, TableMapping> = {};
  #looking: Promise<void> = Promise.resolve();

  /** The table whose columns are looked at. */
  get table(): StagedFileView | undefined {
    return this.staged.find((it) => it.name === this.#tables[0]);
  }

  /** Files that would be taken as they stand. */
  get usable(): StagedFileView[] {
    return this.staged.filter((it) => it.refused === null && !isOpen(it));
  }

  /** Hands files to the desk, one after the other; tables among them are then looked at. */
  async add(files: readonly File[]): Promise<void> {
    await this.#work(async () => {
      for (const [index, file] of files.entries()) {
        this.progress = { stage: "reading", done: index, total: files.length };
        const staged = await stageFile(file.name, new Uint8Array(await file.arrayBuffer()));
        this.#said = { ...this.#said, [staged.name]: {} };
        this.staged = [...this.staged.filter((it) => it.name !== staged.name), staged];
      }
      const added = files.map((it) => it.name);
      this.#open(this.staged.filter((it) => it.table && added.includes(it.name)).map((it) => it.name));
    });
  }

  openTable(name: string): void {
    this.#open([name]);
  }

  /** Done with the open table: the next one, or back to the files. */
  closeTable(): void {
    this.#open(this.#tables.slice(1));
  }

  /** Says more about the open table and looks at it again; what was said before stays unless it is said anew. */
  say(more: TableMapping): Promise<void> {
    return this.#look(() => more);
  }

  /** The same about one column. */
  sayColumn(name: string, field: NonNullable<TableMapping["columns"]>[string]): Promise<void> {
    return this.#look(({ columns }) => ({ columns: { ...columns, [name]: field } }));
  }

  /** The same about what a word means. */
  sayWord(list: "sexes" | "statuses", word: string, meaning: string): Promise<void> {
    return this.#look((said) => ({ [list]: { ...said[list], [word]: meaning } }));
  }

  /** One look after the other: each stands on what the one before it made, and what was refused was never said. */
  #look(more: (said: TableMapping) => TableMapping): Promise<void> {
    const file = this.#tables[0];
    if (file !== undefined) this.#looking = this.#looking.then(() => this.#lookAt(file, more));
    return this.#looking;
  }

  async #lookAt(file: string, more: (said: TableMapping) => TableMapping): Promise<void> {
    const said = this.#said[file] ?? {};
    const mapping = { ...said, ...more(said) };
    try {
      const table = await ask("look_at_table", { file, mapping });
      this.#said[file] = mapping;
      this.error = null;
      const looked = (it: StagedFileView) => ({ ...it, table, format: FORMATS[table.mapping.subject ?? "patients"] });
      this.staged = this.staged.map((it) => (it.name === file ? looked(it) : it));
    } catch (problem) {
      this.error = asApiError(problem);
    }
  }

  async preview(): Promise<void> {
    await this.#work(async () => {
      this.report = await ask("preview_import", this.#request(), this.#listening());
      this.step = "preview";
    });
  }

  async run(): Promise<void> {
    await this.#work(async () => {
      const report = await ask("run_import", this.#request(), this.#listening());
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
      [this.staged, this.report, this.#said] = [[], null, {}];
      this.#open([]);
    });
  }

  #open(tables: readonly string[]): void {
    [this.#tables, this.step, this.error] = [tables, tables.length > 0 ? "table" : "files", null];
  }

  #request() {
    const tables = Object.fromEntries(
      this.staged.filter((it) => it.table).map((it) => [it.name, this.#said[it.name] ?? {}]),
    );
    return { default_zone: this.zone || null, tables };
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

/** What a table is called by its rows. */
const FORMATS = { patients: "patient_table", appointments: "appointment_table" };

/** Whether a table waits for somebody to say what its columns are. */
export const isOpen = (file: StagedFileView): boolean => (file.table?.gaps.length ?? 0) > 0;
