import { countEn as count } from "@shared/words/numbers";

export const en = {
  print: "Print",
  patient: "Patient",
  visit: "Visit",
  phone: "Phone",
  toWrite: "Note",
  asOf: (wall: string) => `As of ${wall}`,
  patients: (n: number) => count(n, "patient", "patients"),
  attempts: "Calls",
};
