// A visit that was promised on paper, while it is typed in. The desk says whether its time can be had.
import type { AppointmentView, OfferView, Outcome, RefusalView, TriageCategory } from "@bridge";
import { ask } from "@shared/data/ask";
import type { ChosenPatient } from "@shared/patient/patient";
import { fromPaperWords } from "./words";

export class PaperVisit {
  patient = $state.raw<ChosenPatient | null>(null);
  type = $state("");
  provider = $state("");
  day = $state<string | null>(null);
  /** As it is typed. */
  start = $state("");
  writtenAt = $state("");
  isWalkIn = $state(false);
  triage = $state<TriageCategory>("standard");
  overbookReason = $state("");
  /** Why the time is taken, where it may be promised beside what is booked there. */
  because = $state.raw<RefusalView[]>([]);

  /** Books it, or says why not. `start` and `writtenAt` on the wall of the location. */
  async book(start: string, writtenAt: string): Promise<Outcome<AppointmentView>> {
    const patient = this.patient?.id;
    if (!patient) return { outcome: "refused", reasons: [] };
    const request = { resource: this.provider, start, appointment_type: this.type, patient };
    const answer = await ask("offer_at", { ...request, moving: null, written_at: writtenAt });
    if (answer.answer === "refused") return { outcome: "refused", reasons: answer.reasons };
    this.because = answer.answer === "overbook" ? answer.because : [];
    if (this.because.length > 0 && this.overbookReason.trim() === "")
      return { outcome: "refused", reasons: [reasonMissing()] };
    return this.#take(answer.offer, patient, writtenAt);
  }

  #take(offer: OfferView, patient: string, writtenAt: string): Promise<Outcome<AppointmentView>> {
    return ask("book", {
      handle: offer.handle,
      patient,
      requested_by: { who: "patient" },
      note: null,
      overbook_reason: this.because.length > 0 ? this.overbookReason.trim() : null,
      walk_in: this.isWalkIn ? this.triage : null,
      written_at: writtenAt,
    });
  }

  /** Another time or person: what stood in the way of the last one is forgotten. */
  forget(): void {
    [this.because, this.overbookReason] = [[], ""];
  }

  /** The next line: the same kind of visit, most likely with the same provider. */
  goOn(): void {
    this.forget();
    [this.patient, this.start] = [null, ""];
  }
}

const reasonMissing = (): RefusalView => ({
  code: "overbook_reason_missing",
  sentence: fromPaperWords.visit.reasonMissing,
  field: null,
});
