// One booking while it is being made: who, what, when, who asks. The desk answers every question in between.
import type {
  AlternativeView,
  AppointmentTypeView,
  AppointmentView,
  ContactChannel,
  FixView,
  HoldView,
  Modality,
  PatientCard,
  TriageCategory,
  VisitView,
} from "@bridge";
import { asApiError, ask } from "@shared/data/ask";
import { Saving } from "@shared/data/saving.svelte";
import { noteDone } from "@shared/data/undo.svelte";
import type { ChosenPatient } from "@shared/patient/patient";
import { openedByKeyAt } from "@shared/keys/opener";
import { requesterOf } from "@shared/slots/requester";
import { SlotChoice } from "@shared/slots/slot.svelte";
import { plusDays } from "@shared/words/dates";
import { Effort } from "./effort";
import type { Start } from "./start";
import { booked, bookingWords, held } from "./words";

/** A follow-up is looked for in two weeks from the day on which it is due. */
const FOLLOW_DAYS = 14;

export class BookingDraft {
  readonly slot = new SlotChoice();
  patient = $state.raw<ChosenPatient | null>(null);
  card = $state.raw<PatientCard | null>(null);
  type = $state("");
  requester = $state("patient");
  note = $state("");
  /** Empty: as the patient prefers. */
  reminder = $state<ContactChannel | "">("");
  /** For a visit by phone or video. Empty: the patient's own number, the provider's own link. */
  contactPoint = $state("");
  overbookReason = $state("");
  /** How urgent it is that somebody who walked in is seen. */
  triage = $state<TriageCategory>("standard");
  isWalkIn = $state(false);
  readonly saving = new Saving();
  readonly effort = new Effort(() => performance.now(), openedByKeyAt());
  readonly #location: string;
  readonly #types: readonly AppointmentTypeView[];
  readonly #like: VisitView | undefined;
  readonly #held: HoldView | undefined;
  readonly #follows: VisitView | undefined;
  #booked = false;

  constructor(location: string, types: readonly AppointmentTypeView[], start: Start) {
    this.#location = location;
    this.isWalkIn = start.walkInOn !== undefined;
    this.#types = this.isWalkIn ? types.filter((it) => it.modality === "in-person") : types;
    this.slot.until = start.walkInOn ?? null;
    [this.#like, this.#held] = [start.like, start.held];
    [this.slot.spot, this.type] = [start.spot, start.spot?.type ?? ""];
    if (start.due)
      [this.type, this.slot.provider, this.slot.from] = [start.due.type, start.due.provider ?? "", start.due.from];
    this.#follows = start.follows?.visit;
    if (start.follows) {
      this.slot.from = start.follows.due;
      this.slot.until = plusDays(start.follows.due, FOLLOW_DAYS);
    }
    const held = start.held && { ...start.held.offer, appointment_type: start.held.appointment_type };
    const model = start.like ?? start.follows?.visit ?? held;
    if (!model) return;
    const { appointment_type, provider } = model;
    this.type = types.some((it) => it.id === appointment_type) ? appointment_type : "";
    this.slot.provider = provider ?? "";
  }

  get types(): readonly AppointmentTypeView[] {
    return this.#types;
  }

  get typeName(): string {
    return this.#chosenType?.name ?? "";
  }

  /** How patient and provider would meet. */
  get modality(): Modality {
    return this.#chosenType?.modality ?? "in-person";
  }

  get #chosenType(): AppointmentTypeView | undefined {
    return this.#types.find((it) => it.id === this.type);
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
      this.ask();
    } catch (problem) {
      this.saving.error = asApiError(problem);
    }
  }

  dropPatient(): void {
    [this.patient, this.card] = [null, null];
    this.saving.clear();
  }

  /** For the patient's next visit, after one was booked: the same questions, without a spot and a note. */
  goOn(): void {
    [this.note, this.contactPoint, this.overbookReason] = ["", "", ""];
    [this.slot.spot, this.#booked] = [null, true];
    this.effort.restart();
    this.ask();
    void this.#readCard();
  }

  /** Whether the chosen time is with somebody else than the patient's own provider. */
  get isWithAnother(): boolean {
    const own = this.card?.patient.own_provider ?? null;
    const chosen = this.slot.chosen?.provider ?? null;
    return own !== null && chosen !== null && own !== chosen;
  }

  /** Asks for times again, after who or what changed. */
  ask(): void {
    this.saving.refused = [];
    if (!this.patient || !this.type) return;
    const like = this.#model?.id ?? null;
    const wanted = { location: this.#location, type: this.type, patient: this.patient.id, moving: null, like };
    const held = this.#booked || this.#held?.appointment_type !== this.type ? undefined : this.#held;
    if (held) this.slot.keep(wanted, held.offer);
    else this.slot.want(wanted);
  }

  /** Asks again with the change that the desk proposes. */
  adopt(change: AlternativeView): void {
    if (change.change === "later") {
      // There is nothing today: it becomes a visit like any other.
      this.isWalkIn = false;
    }
    if (change.change !== "shorter_type") return this.slot.adopt(change);
    this.type = change.appointment_type;
    this.ask();
  }

  /** Takes what would make a refused time possible: the visit may be a shorter one. */
  takeFix(fix: FixView): void {
    if (!fix.offer) return;
    this.type = fix.appointment_type;
    this.slot.take(fix.offer, fix.because);
  }

  /** Keeps what is chosen for the patient; whether the desk did. */
  async hold(minutes: number): Promise<boolean> {
    await this.slot.settled;
    const offer = this.slot.chosen;
    if (!this.patient || !offer) return false;
    const request = { handle: offer.handle, patient: this.patient.id, minutes, note: this.note.trim() };
    const kept = await this.saving.send(async () => {
      const answer = await ask("hold_time", request);
      if (answer.outcome === "done") noteDone(held(answer.result), answer.undo);
      return answer;
    });
    return kept !== null;
  }

  /** Books what is chosen. Null when the desk refused; the reasons then stand in the draft. */
  async book(): Promise<AppointmentView | null> {
    await this.slot.settled;
    const offer = this.slot.chosen;
    if (!this.patient || !offer) return null;
    if (this.slot.isOverbook && this.overbookReason.trim() === "") {
      this.saving.refused = [{ code: "overbook_reason_missing", sentence: bookingWords.reasonMissing, field: null }];
      return null;
    }
    const request = {
      handle: offer.handle,
      patient: this.patient.id,
      requested_by: requesterOf(this.requester),
      note: this.note.trim() || null,
      reminder: this.reminder || null,
      contact_point: this.modality === "in-person" ? null : this.contactPoint.trim() || null,
      instead_of: this.#instead?.id ?? null,
      before: offer.before?.handle ?? null,
      link: this.slot.link,
      walk_in: this.isWalkIn ? this.triage : null,
      overbook_reason: this.slot.needsReason ? this.overbookReason.trim() : null,
      effort: this.effort.measured,
    };
    return this.saving.send(async () => {
      const answer = await ask("book", request);
      if (answer.outcome === "done") {
        const { visit, date, provider_name } = answer.result;
        noteDone(booked(visit.patient_name, `${date}T${visit.wall_start}`, provider_name), answer.undo);
      }
      return answer;
    });
  }

  /** The visit whose weekday and time of day are liked. */
  get #model(): VisitView | undefined {
    const follows = this.#follows;
    const isSame = follows?.patient === this.patient?.id && follows?.appointment_type === this.type;
    return this.#instead ?? (isSame ? follows : undefined);
  }

  /** The lost visit that this one stands in for, as long as it is the same patient's and of the same type. */
  get #instead(): VisitView | undefined {
    const like = this.#booked ? undefined : this.#like;
    return like?.patient === this.patient?.id && like?.appointment_type === this.type ? like : undefined;
  }

  /** The card again, with the visit that was just booked; what it said before stays until then. */
  async #readCard(): Promise<void> {
    const patient = this.patient?.id;
    if (!patient) return;
    const card = await ask("patient_card", { patient }).catch(() => null);
    if (card && this.patient?.id === patient) this.card = card;
  }

  #usualType(isNew: boolean, card: PatientCard): string {
    const hasNone = card.last_visits.length === 0 && card.next_visits.length === 0;
    if (isNew || hasNone) return (this.#types.find((it) => it.is_new_patient) ?? this.#types[0])?.id ?? "";
    const ordinary = this.#types.filter((it) => !it.is_new_patient);
    const last = card.last_visits[0]?.visit.appointment_type;
    return (ordinary.find((it) => it.id === last) ?? ordinary[0] ?? this.#types[0])?.id ?? "";
  }
}
