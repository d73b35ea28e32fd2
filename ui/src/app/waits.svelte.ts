// What is asked about visits to come, wherever it was begun: an entry of the waitlist, a recall, a gap to be filled.
import type { DueView, GapRequest, VisitView, WaitingView } from "@bridge";
import { ask } from "@shared/data/ask";
import { note } from "@shared/data/notify.svelte";
import { may } from "@shared/data/session.svelte";
import { keysFor } from "@shared/keys/keymap";
import type { ChosenPatient } from "@shared/patient/patient";
import type { RecallStart, WaitStart } from "../rooms/waitlist/start";
import { appWords } from "./words";

class Waits {
  entry = $state.raw<WaitStart | null>(null);
  recall = $state.raw<RecallStart | null>(null);
  gap = $state.raw<GapRequest | null>(null);
  /** The gap that came free last, as far as somebody waits for it. */
  freed = $state.raw<GapRequest | null>(null);

  /** A visit left its place: says how many of those who wait it would serve, with the way to ask them. */
  async visitLeft(visit: VisitView, date: string): Promise<void> {
    if (!may("book") || !visit.provider) return;
    const [from, to] = [`${date}T${visit.wall_start}`, `${date}T${visit.wall_end}`];
    const gap = { resource: visit.provider, from, to };
    const found = await ask("gap_matches", gap).catch(() => null);
    if (!found || found.matches.length === 0) return;
    this.freed = gap;
    note(appWords.waitForIt(found.matches.length), "info", {
      label: appWords.fillGap,
      says: appWords.fillGap,
      keys: keysFor("fillGap"),
      run: () => this.fill(),
    });
  }

  /** Asks those who wait for what came free last. */
  fill(): void {
    [this.gap, this.freed] = [this.freed, null];
  }
}

export const waits = new Waits();

/** What the lists about visits to come ask for. */
export const waitActs = (onbook: (patient: ChosenPatient) => void, onbookdue: (due: DueView) => void) => ({
  onfill: (gap: GapRequest) => (waits.gap = gap),
  onchange: ({ entry, patient_name: name }: WaitingView) =>
    (waits.entry = { patient: { id: entry.patient, name }, entry }),
  onbook,
  onbookdue,
});

/** What a patient's card asks for. */
export const cardActs = {
  onwait: (patient: ChosenPatient) => (waits.entry = { patient }),
  onrecall: (patient: ChosenPatient) => (waits.recall = patient),
};
