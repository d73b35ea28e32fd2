// The words of booking and moving.
import type { OfferView, PatientCard } from "@bridge";
import { birthDay, longDay, shortDay, timeOf, wallTime } from "@shared/words/dates";

interface Named {
  name: string;
  birth_date: string | null;
}

const who = (patient: Named) => `${patient.name} (${birthDay(patient.birth_date)})`;

const when = (offer: OfferView) =>
  `${longDay(offer.wall_start)}, ${timeOf(offer.wall_start)}–${timeOf(offer.wall_end)}`;

const withWhom = (offer: OfferView) =>
  [offer.provider_name && `with ${offer.provider_name}`, offer.with].filter(Boolean).join(", ");

export const bookingWords = {
  title: "Book a visit",
  moveTitle: (patient: string) => `Move ${patient}`,
  readBack: (patient: Named, type: string, offer: OfferView) =>
    `${who(patient)}: ${type}, ${when(offer)} ${withWhom(offer)}`,
  moveReadBack: (from: string, offer: OfferView) => `From ${from} to ${when(offer)} ${withWhom(offer)}`,
  /** "next visit Tue 24 Nov 10:15 · last visit Wed 2 Sep, Follow-up · own provider Dr Chen". */
  visits(card: PatientCard): string {
    const [next, last] = [card.next_visits[0], card.last_visits[0]];
    const parts = [
      next && `next visit ${shortDay(next.date)} ${next.visit.wall_start}`,
      last && `last visit ${shortDay(last.date)}, ${last.visit.type_name}`,
      card.own_provider_name && `own provider ${card.own_provider_name}`,
    ];
    return parts.filter(Boolean).join(" · ");
  },
  booked: (patient: string, wall: string, provider: string) =>
    `Booked: ${patient}, ${wallTime(wall)}${provider ? `, ${provider}` : ""}.`,
  moved: (patient: string, wall: string, provider: string) =>
    `Moved: ${patient} to ${wallTime(wall)}${provider ? `, ${provider}` : ""}.`,
  noTypes: "There are no visit types yet. Import the clinic's data or add them in the settings.",
  reasonMissing: "An overbook needs a reason.",
};
