// The words of importing.
const KINDS: Record<string, string> = {
  Organization: "Organizations",
  Location: "Locations",
  Practitioner: "Providers",
  PractitionerRole: "Providers' roles",
  Patient: "Patients",
  RelatedPerson: "Caregivers",
  Schedule: "Schedules",
  Slot: "Bookable times",
  Appointment: "Booked visits",
  Encounter: "Past visits",
  Coverage: "Coverages",
};

const FORMATS: Record<string, string> = {
  fhir_json: "FHIR R4, JSON",
  fhir_ndjson: "FHIR R4, one record a line",
  synthea_other: "Synthea, clinical table",
};

/** A kind of record in a person's words; one unknown here is shown as it came. */
export const kindWords = (kind: string): string => KINDS[kind] ?? kind;

export const formatWords = (format: string): string =>
  FORMATS[format] ?? (format.startsWith("synthea") ? `Synthea, ${format.split("_").slice(1).join(" ")}` : format);

export function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
