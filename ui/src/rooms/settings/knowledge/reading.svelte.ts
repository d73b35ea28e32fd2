// Entries from a file: read by the desk, looked over by a person, saved one after the other. What is refused stays, with its
// reason, and keeps nothing else from being saved.
import type { ApiError, FaqEntryView, KnowledgeProblemView, Progress } from "@bridge";
import { asApiError, ask, sentences } from "@shared/data/ask";
import { underWay } from "@shared/data/underway";

export interface Draft {
  entry: FaqEntryView;
  isChosen: boolean;
  isSaved: boolean;
  /** Why the desk did not take it. */
  why: string;
}

export class FromFileReading {
  name = $state("");
  drafts = $state<Draft[]>([]);
  problems = $state.raw<readonly KnowledgeProblemView[]>([]);
  error = $state.raw<ApiError | null>(null);
  busy = $state(false);
  progress = $state.raw<Progress | null>(null);
  /** It was saved once: what is left was refused or left out. */
  isDone = $state(false);
  #isStopped = false;

  get chosen(): Draft[] {
    return this.drafts.filter((it) => it.isChosen && !it.isSaved);
  }

  get saved(): number {
    return this.drafts.filter((it) => it.isSaved).length;
  }

  get refused(): number {
    return this.drafts.filter((it) => it.why !== "").length;
  }

  get lacksLanguage(): boolean {
    return this.drafts.some((it) => it.entry.language === "");
  }

  async read(file: File): Promise<void> {
    if (this.busy) return;
    [this.busy, this.error, this.isDone] = [true, null, false];
    try {
      const { entries, problems } = await ask("read_knowledge_file", {
        name: file.name,
        text: textOf(await file.arrayBuffer()),
      });
      [this.name, this.problems] = [file.name, problems];
      this.drafts = entries.map((entry) => ({ entry, isChosen: true, isSaved: false, why: "" }));
    } catch (problem) {
      [this.name, this.drafts, this.problems] = ["", [], []];
      this.error = asApiError(problem);
    } finally {
      this.busy = false;
    }
  }

  /** @param language of those whose file names none */
  save(language: string): Promise<void> {
    return this.busy ? Promise.resolve() : underWay(this.#save(language));
  }

  /** After the one that is under way. */
  stop(): void {
    this.#isStopped = true;
  }

  async #save(language: string): Promise<void> {
    const all = this.chosen;
    [this.busy, this.error, this.#isStopped] = [true, null, false];
    try {
      for (const [done, draft] of all.entries()) {
        if (this.#isStopped) break;
        this.progress = { stage: "storing", done, total: all.length };
        const { entry } = draft;
        const answer = await ask("put_knowledge_entry", { ...entry, language: entry.language || language });
        draft.isSaved = answer.outcome === "done";
        draft.why = answer.outcome === "refused" ? sentences(answer.reasons) : "";
      }
    } catch (problem) {
      this.error = asApiError(problem);
    } finally {
      [this.busy, this.progress, this.isDone] = [false, null, true];
    }
  }
}

/** Spreadsheets of a PC write what is no UTF-8 as Windows-1252. */
function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
