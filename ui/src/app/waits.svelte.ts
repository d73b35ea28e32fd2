// What is asked about visits to come, wherever it was begun: an entry of the waitlist, a recall, a gap to be filled.
import type { DueView, WaitingView } from "@bridge";
import { ask } from "@shared/data/ask";
import { dismiss, isShown, note } from "@shared/data/notify.svelte";
import { may } from "@shared/data/session.svelte";
import { keysFor } from "@shared/keys/keymap";
import type { ChosenPatient } from "@shared/patient/patient";
import type { GapTime, RecallStart, WaitStart } from "../rooms/waitlist/start";
import { appWords } from "./words";

class Waits {
  entry = $state.raw<WaitStart | null>(null);
  recall = $state.raw<RecallStart | null>(null);
  /** The free times that are being filled. */
  gaps = $state.raw<readonly GapTime[]>([]);
  /** What came free, as far as somebody waits for it, and who does. */
  freed = $state.raw<{ gaps: readonly GapTime[]; waiting: ReadonlySet<string>; told: number } | null>(null);

  /** Time came free, whatever the act: says how many of those who wait it would serve, with the way to ask them. */
  async tell(): Promise<void> {
    if (!may("book")) return;
    const found = await ask("freed_times", {}).catch(() => null);
    const news = found?.gaps.filter((it) => !this.gaps.some((shown) => isWithin(it, shown))) ?? [];
    if (!found || news.length === 0) return;
    // What was said a moment ago and nobody has looked at is said together with it.
    const before = this.freed && isShown(this.freed.told) ? this.freed : null;
    if (before) dismiss(before.told);
    const gaps = [...(before?.gaps ?? []), ...news];
    const waiting = new Set([...(before?.waiting ?? []), ...found.waiting]);
    const told = note(appWords.waitForIt(gaps.length, waiting.size), "info", {
      label: appWords.fillGap,
      says: appWords.fillGap,
      keys: keysFor("fillGap"),
      run: () => this.fill(),
    });
    this.freed = { gaps, waiting, told };
  }

  /** Asks those who wait for what came free last. */
  fill(): void {
    if (!this.freed) return;
    dismiss(this.freed.told);
    [this.gaps, this.freed] = [this.freed.gaps, null];
  }
}

/** What is being filled need not be said. */
const isWithin = (it: GapTime, shown: GapTime) =>
  it.resource === shown.resource && shown.from <= it.from && it.to <= shown.to;

export const waits = new Waits();

export const changeEntry = ({ entry, patient_name: name }: WaitingView): void => {
  waits.entry = { patient: { id: entry.patient, name }, entry };
};

export const changeRecall = ({ recall, patient_name: name }: DueView): void => {
  waits.recall = { id: recall.patient, name, recall };
};

/** What the lists about visits to come ask for. */
export const waitActs = (onbook: (patient: ChosenPatient) => void, onbookdue: (due: DueView) => void) => ({
  onfill: (gap: GapTime) => (waits.gaps = [gap]),
  onchange: changeEntry,
  onbook,
  onbookdue,
});
