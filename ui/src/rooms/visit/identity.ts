// What of a record can be compared with what the patient says at the counter. The desk decides how much is enough.
import type { IdentityField, PatientView } from "@bridge";
import { listedName } from "@shared/patient/patient";
import { birthDay } from "@shared/words/dates";

export interface Detail {
  field: IdentityField;
  /** What the record has. */
  value: string;
}

/** The details that the record has, in the order in which they are asked. */
export function detailsOf(patient: PatientView): Detail[] {
  const { address } = patient;
  const place = [...address.lines, `${address.postal_code} ${address.city}`.trim(), address.region];
  const all: Detail[] = [
    { field: "full_name", value: listedName(patient) },
    { field: "birth_date", value: patient.birth_date ? birthDay(patient.birth_date) : "" },
    { field: "phone", value: patient.phones.map((it) => it.number).join(", ") },
    { field: "address", value: place.filter(Boolean).join(", ") },
    { field: "record_number", value: patient.record_number },
    { field: "member_id", value: patient.coverage?.member_id ?? "" },
  ];
  return all.filter((it) => it.value !== "");
}

/** With the field ticked, or not any more. */
export const toggled = (ticked: readonly IdentityField[], field: IdentityField): IdentityField[] =>
  ticked.includes(field) ? ticked.filter((it) => it !== field) : [...ticked, field];
