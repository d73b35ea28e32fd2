// A patient's record while it is being written.
import type { PatientView } from "@bridge";
import * as v from "valibot";
import { needed } from "../forms/form";
import { patientWords } from "./words";

/** Who a booking is for, as far as the window needs to know. */
export interface ChosenPatient {
  id: string;
  name: string;
  birth_date: string | null;
}

/** A new record, with the name that was typed: "Costa, Carla" or "Carla Costa". */
export function blankPatient(typed: string): PatientView {
  const { family, given } = namesIn(typed);
  return {
    id: null,
    version: null,
    record_number: "",
    family_name: family,
    given_names: given,
    preferred_name: "",
    birth_date: null,
    sex: "unknown",
    phones: [],
    email: "",
    address: { lines: [], city: "", region: "", postal_code: "", country: "" },
    language: "",
    needs_interpreter: false,
    flags: [],
    alert: "",
    emergency_contact: null,
    own_provider: null,
    contact_preference: "phone",
    may_be_reminded: true,
    coverage: null,
    is_deceased: false,
    is_active: true,
  };
}

export function namesIn(typed: string): { family: string; given: string } {
  const words = typed.trim();
  if (/\d/.test(words)) return { family: "", given: "" };
  const comma = words.split(",");
  if (comma.length > 1) return { family: capital(comma[0] ?? ""), given: capital(comma.slice(1).join(" ")) };
  const parts = words.split(/\s+/);
  if (parts.length < 2) return { family: capital(words), given: "" };
  return { family: capital(parts.at(-1) ?? ""), given: capital(parts.slice(0, -1).join(" ")) };
}

/** The record as one line of a form knows it: empty parts are left out. */
export function tidied(patient: PatientView): PatientView {
  const contact = patient.emergency_contact;
  const coverage = patient.coverage;
  return {
    ...patient,
    family_name: patient.family_name.trim(),
    given_names: patient.given_names.trim(),
    phones: patient.phones.filter((phone) => phone.number.trim() !== ""),
    address: { ...patient.address, lines: patient.address.lines.filter((line) => line.trim() !== "") },
    emergency_contact: contact && contact.name.trim() + contact.phone.trim() !== "" ? contact : null,
    coverage: coverage && coverage.payer.trim() + coverage.member_id.trim() !== "" ? coverage : null,
  };
}

/** "Ruiz, Ana": as the desk lists patients everywhere. */
export const listedName = (patient: Pick<PatientView, "family_name" | "given_names">): string =>
  [patient.family_name, patient.given_names].filter(Boolean).join(", ");

export const asChosen = (patient: PatientView): ChosenPatient => ({
  id: patient.id ?? "",
  name: listedName(patient),
  birth_date: patient.birth_date,
});

/** What a registration cannot do without. */
export const patientSchema = v.object({
  family_name: needed(() => patientWords.enterFamilyName),
  given_names: needed(() => patientWords.enterGivenName),
  birth_date: v.pipe(
    v.nullable(v.string()),
    v.check(
      (date) => date !== null,
      () => patientWords.enterBirthDate,
    ),
  ),
});

const capital = (name: string) =>
  name
    .trim()
    .split(/(?<=[\s-])/)
    .map((part) => part.charAt(0).toLocaleUpperCase() + part.slice(1))
    .join("");
