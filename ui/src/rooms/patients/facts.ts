// A patient's record in words: the facts of the card, and the fields of two records side by side.
import type { AskedView, PatientField, PatientView } from "@bridge";
import { codeWords, languageName } from "@shared/words/codes";
import { birthDay, fullDay } from "@shared/words/dates";
import { sharedWords } from "@shared/words/shared";
import { patientsWords } from "./words";

type NameOf = (resource: string | null) => string;

/** What a record says in a field; empty for nothing. */
export const FIELD_TEXTS: Record<PatientField, (record: PatientView, nameOf: NameOf) => string> = {
  family_name: (it) => it.family_name,
  given_names: (it) => it.given_names,
  preferred_name: (it) => it.preferred_name,
  birth_date: (it) => (it.birth_date ? birthDay(it.birth_date) : ""),
  sex: (it) => codeWords.sex[it.sex],
  phones: (it) => it.phones.map((phone) => phone.number).join(", "),
  email: (it) => it.email,
  address({ address }) {
    const place = `${address.postal_code} ${address.city}`.trim();
    return [...address.lines, place, address.region].filter(Boolean).join(", ");
  },
  language: (it) =>
    [languageName(it.language), it.needs_interpreter ? patientsWords.fact.needsInterpreter : ""]
      .filter(Boolean)
      .join(", "),
  flags: (it) => it.flags.map((flag) => codeWords.flag[flag]).join(", "),
  alert: (it) => it.alert,
  emergency_contact({ emergency_contact: contact }) {
    return contact ? [contact.name, contact.relation, contact.phone].filter(Boolean).join(", ") : "";
  },
  own_provider: (it, nameOf) => nameOf(it.own_provider),
  reach: (it) =>
    `${codeWords.channel[it.contact_preference]}${it.may_be_reminded ? "" : `; ${patientsWords.fact.noReminders}`}`,
  coverage({ coverage }) {
    if (!coverage) return "";
    const until = coverage.valid_to ? patientsWords.fact.until(fullDay(coverage.valid_to)) : "";
    return [coverage.payer, coverage.member_id, until].filter(Boolean).join(", ");
  },
  deceased: (it) => (it.is_deceased ? patientsWords.edit.hasDied : ""),
};

export function fieldName(field: PatientField): string {
  const names: Record<PatientField, string> = {
    family_name: patientsWords.merge.familyName,
    given_names: patientsWords.merge.givenNames,
    preferred_name: patientsWords.fact.preferredName,
    birth_date: patientsWords.merge.birthDate,
    sex: patientsWords.fact.sex,
    phones: patientsWords.fact.phones,
    email: patientsWords.fact.email,
    address: patientsWords.fact.address,
    language: sharedWords.language,
    flags: patientsWords.fact.arrange,
    alert: patientsWords.merge.alert,
    emergency_contact: patientsWords.fact.inEmergency,
    own_provider: patientsWords.fact.ownProvider,
    reach: patientsWords.fact.reachBy,
    coverage: patientsWords.fact.coverage,
    deceased: patientsWords.merge.died,
  };
  return names[field];
}

/** Names, birth date, alert and death stand elsewhere on the card. */
const ON_CARD = [
  "sex",
  "preferred_name",
  "phones",
  "email",
  "address",
  "language",
  "flags",
  "own_provider",
  "reach",
  "emergency_contact",
  "coverage",
] as const satisfies readonly PatientField[];

/** What was asked at the counter, and when. */
export const askedOf = ({ details_on, card_on }: AskedView): [string, string][] => [
  [patientsWords.fact.detailsConfirmed, details_on ? fullDay(details_on) : ""],
  [patientsWords.fact.cardSeen, card_on ? fullDay(card_on) : ""],
];

export const factsOf = (record: PatientView, nameOf: NameOf): [string, string][] =>
  ON_CARD.map((field) => [fieldName(field), FIELD_TEXTS[field](record, nameOf)]);
