// One booking while it is being made: who, what, when, who asks. The desk answers every question in between.
import type {
  AlternativeView,
  ApiError,
  AppointmentTypeView,
  AppointmentView,
  PatientCard,
  RefusalView,
} from "@bridge";
import { asApiError, ask } from "@shared/data/ask";
import type { ChosenPatient } from "@shared/patient/patient";
import { requesterOf } from "@shared/slots/requester";
import { SlotChoice } from "@shared/slots/slot.svelte";
import type { Spot } from "@shared/slots/spot";
import { bookingWords } from "./words";

export class BookingDraft {
  readonly slot = new SlotChoice();
  patient = $state.raw<ChosenPatient | null>(null);
  card = $state.raw<PatientCard | null>(null);
  type = $state("");
  requester = $state("patient");
  note = $state("");
  overbookReason = $state("");
  refused = $state.raw<RefusalView[]>([]);
  error = $state.raw<ApiError | null>(null);
  busy = $state(false);
  readonly #location: string;
  readonly #types: readonly AppointmentTypeView[];

  constructor(location: string, types: readonly AppointmentTypeView[], spot: Spot | null) {
    this.#location = location;
    this.#types = types;
    this.slot.spot = spot;
  }

  get typeName(): string {
    return this.#types.find((it) => it.id === this.type)?.name ?? "";
  }

  /** Takes the patient, reads the card for its alerts, and pre-fills the type of the last visit. */
  async pick(patient: ChosenPatient, isNew: boolean): Promise<void> {
    this.patient = patient;
    this.card = null;
    this.requester = "patient";
    try {
      const card = await ask("patient_card", { patient: patient.id });
      if (this.patient?.id !== patient.id) return;
      this.card = card;
      this.type ||= this.#usualType(isNew, card);
      // Own provider first, unless the person pointed at somebody on the board.
      if (!this.slot.spot && !this.slot.provider) this.slot.provider = this.#ownProvider(card);
      this.ask();
    } catch (problem) {
      this.error = asApiError(problem);
    }
  }

  dropPatient(): void {
    [this.patient, this.card, this.refused, this.error] = [null, null, [], null];
  }

  /** Asks for times again, after who or what changed. */
  ask(): void {
    this.refused = [];
    if (!this.patient || !this.type) return;
    this.slot.want({ location: this.#location, type: this.type, patient: this.patient.id, moving: null });
  }

  /** Asks again with the change that the desk proposes. */
  adopt(change: AlternativeView): void {
    if (change.change !== "shorter_type") return this.slot.adopt(change);
    this.type = change.appointment_type;
    this.ask();
  }

  /** Books what is chosen. Null when the desk refused; the reasons then stand in the draft. */
  async book(): Promise<AppointmentView | null> {
    await this.slot.settled;
    const offer = this.slot.chosen;
    if (!this.patient || !offer || this.busy) return null;
    if (this.slot.isOverbook && this.overbookReason.trim() === "") {
      this.refused = [{ code: "overbook_reason_missing", sentence: bookingWords.reasonMissing, field: null }];
      return null;
    }
    [this.busy, this.refused, this.error] = [true, [], null];
    try {
      const answer = await ask("book", {
        handle: offer.handle,
        patient: this.patient.id,
        requested_by: requesterOf(this.requester),
        note: this.note.trim(),
        overbook_reason: this.slot.isOverbook ? this.overbookReason.trim() : null,
      });
      if (answer.outcome === "done") return answer.result;
      this.refused = answer.reasons;
    } catch (problem) {
      this.error = asApiError(problem);
    } finally {
      this.busy = false;
    }
    return null;
  }

  #usualType(isNew: boolean, card: PatientCard): string {
    if (isNew) return (this.#types.find((it) => it.is_new_patient) ?? this.#types[0])?.id ?? "";
    const ordinary = this.#types.filter((it) => !it.is_new_patient);
    const last = card.last_visits[0]?.visit.appointment_type;
    return (ordinary.find((it) => it.id === last) ?? ordinary[0] ?? this.#types[0])?.id ?? "";
  }

  #ownProvider(card: PatientCard): string {
    return card.patient.own_provider ?? "";
  }
}
