// The words of booking and moving.
import type { ContactChannel, HoldView, OfferView, PatientCard, PatientView } from "@bridge";
import type { SlotChoice } from "@shared/slots/slot.svelte";
import type { Spot } from "@shared/slots/spot";
import { firstInWords } from "@shared/slots/words";
import { birthDay, longDay, shortDay, timeOf, wallTime } from "@shared/words/dates";
import { choicesOf, codeWords } from "@shared/words/codes";
import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./words.en";

export const bookingWords = wordsOf<typeof en>("rooms/booking/words");

interface Named {
  name: string;
  birth_date: string | null;
}

const when = (offer: OfferView) =>
  `${longDay(offer.wall_start)}, ${timeOf(offer.wall_start)}–${timeOf(offer.wall_end)}`;

const withWhom = (offer: OfferView) =>
  [offer.provider_name && bookingWords.withProvider(offer.provider_name), offer.with, firstInWords(offer)]
    .filter(Boolean)
    .join(", ");

export const readBack = (patient: Named, type: string, offer: OfferView): string =>
  bookingWords.readBack(`${patient.name} (${birthDay(patient.birth_date)})`, type, when(offer), withWhom(offer));

export const moveReadBack = (from: string, offer: OfferView): string =>
  bookingWords.move.readBack(from, when(offer), withWhom(offer));

/** "Waits for an earlier time · Waits for: Follow-up": whoever books learns that somebody on the phone waits. */
export function waitsInWords({ waiting }: PatientCard): string {
  const types = waiting.filter((it) => !it.moving).map((it) => it.type_name);
  const earlier = waiting.some((it) => it.moving) ? bookingWords.waitsEarlier : "";
  return [earlier, types.length > 0 && bookingWords.waits(types.join(", "))].filter(Boolean).join(" · ");
}

/** "next visit Tue 24 Nov 10:15 · last visit Wed 2 Sep, Follow-up · own provider Dr Chen". */
export function visitsInWords(card: PatientCard): string {
  const [next, last] = [card.next_visits[0], card.last_visits[0]];
  const parts = [
    next && bookingWords.nextVisit(shortDay(next.date), next.visit.wall_start),
    last && bookingWords.lastVisit(shortDay(last.date), last.visit.type_name),
    card.own_provider_name && bookingWords.ownProvider(card.own_provider_name),
  ];
  return parts.filter(Boolean).join(" · ");
}

export const booked = (patient: string, wall: string, provider: string): string =>
  bookingWords.booked([patient, wallTime(wall), provider].filter(Boolean).join(", "));

export const held = ({ offer, patient_name, wall_until }: HoldView): string =>
  bookingWords.held(
    patient_name,
    [wallTime(offer.wall_start), offer.provider_name].filter(Boolean).join(", "),
    timeOf(wall_until),
  );

export const moved = (patient: string, wall: string, provider: string): string =>
  bookingWords.moved(patient, [wallTime(wall), provider].filter(Boolean).join(", "));

/** What the desk says of the place that a visit hovers over. */
export function verdictOf(
  over: Spot,
  slot: Pick<SlotChoice, "chosen" | "isOverbook" | "because" | "reasons" | "error">,
): { words: string; isFree: boolean } {
  const place = bookingWords.move.place(timeOf(over.wall), over.resourceName);
  const because = (slot.isOverbook ? slot.because : slot.reasons).map((it) => it.sentence).join(" ");
  if (slot.error) return { words: slot.error.sentence, isFree: false };
  if (slot.isOverbook) return { words: bookingWords.move.onlyOverbook(place, because), isFree: false };
  return slot.chosen
    ? { words: bookingWords.move.isFree(place), isFree: true }
    : { words: bookingWords.move.notFree(place, because), isFree: false };
}

/** How to remind of this visit: as the patient prefers, which is said, or by a channel of its own. */
export function reminderChoices(
  patient: Pick<PatientView, "contact_preference" | "may_be_reminded">,
): { value: ContactChannel | ""; label: string }[] {
  const preferred = codeWords.channel[patient.contact_preference];
  const words = patient.may_be_reminded ? bookingWords.reminderAsPreferred : bookingWords.reminderNotAgreed;
  return [{ value: "", label: words(preferred) }, ...choicesOf(codeWords.channel)];
}
