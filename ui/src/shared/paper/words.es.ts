import { countEs as count } from "@shared/words/numbers";
import type { en } from "./words.en";

export const es: typeof en = {
  print: "Imprimir",
  patient: "Paciente",
  visit: "Cita",
  phone: "Teléfono",
  toWrite: "Anotar",
  asOf: (wall) => `Datos de las ${wall}`,
  patients: (n) => count(n, "paciente", "pacientes"),
  attempts: "Llamadas",
};
