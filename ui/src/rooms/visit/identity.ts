// What of a record can be compared with what the patient says at the counter. The desk decides how much is enough.
import type { IdentityField, PatientView } from "@bridge";
import { listedName } from "@shared/patient/patient";
import { patientWords } from "@shared/patient/words";
import { codeWords } from "@shared/words/codes";
import { birthDay } from "@shared/words/dates";

export interface Detail {
  field: IdentityField;
  /** What the record has. */
  value: string;
}

/** The details that the record has, in the order in which they are asked. */
export function detailsOf(patient: PatientView): Detail[] {
  const all: Detail[] = [
    { field: "full_name", value: listedName(patient) },
    { field: "birth_date", value: patient.birth_date ? birthDay(patient.birth_date) : "" },
    { field: "phone", value: phonesOf(patient) },
    { field: "address", value: addressOf(patient) },
    { field: "record_number", value: patient.record_number },
    { field: "member_id", value: patient.coverage?.member_id ?? "" },
  ];
  return all.filter((it) => it.value !== "");
}

const phonesOf = ({ phones }: PatientView) => phones.map((it) => it.number).join(", ");

const addressOf = ({ address }: PatientView) =>
  [...address.lines, `${address.postal_code} ${address.city}`.trim(), address.region].filter(Boolean).join(", ");

/** Where the patient is reached and who pays; what the record lacks is shown as lacking, so that it is asked for. */
export const contactOf = (patient: PatientView): [name: string, value: string][] => [
  [patientWords.field.phone, phonesOf(patient) || MISSING],
  [patientWords.field.email, patient.email || MISSING],
  [codeWords.identity.address, addressOf(patient) || MISSING],
  [
    patientWords.field.payer,
    [patient.coverage?.payer, patient.coverage?.member_id].filter(Boolean).join(", ") || MISSING,
  ],
];

const MISSING = "–";

/** With the field ticked, or not any more. */
export const toggled = (ticked: readonly IdentityField[], field: IdentityField): IdentityField[] =>
  ticked.includes(field) ? ticked.filter((it) => it !== field) : [...ticked, field];
