import { countEs as count } from "@shared/words/numbers";
import type { en } from "./words.en";

export const es: typeof en = {
  title: "Hoja del día",
  print: "Imprimir",
  time: "Hora",
  patient: "Paciente",
  visit: "Cita",
  phone: "Teléfono",
  status: "Estado",
  remarks: "Observaciones",
  closed: "cerrado",
  calls: "Estado, llamadas",
  again: (when) => `de nuevo ${when}`,
  toWrite: "Anotar",
  asOf: (wall) => `Datos de las ${wall}`,
  printed: (when) => `Impreso: ${when}`,
  visits: (n) => count(n, "cita", "citas"),
  nothing: "No hay citas agendadas.",
  confirmed: "confirmada",
  overbooked: "sobrecupo",
  alert: (text) => `Alerta: ${text}`,
  interpreter: "intérprete",
  series: "una de una serie",
  pages: (n) => count(n, "página", "páginas"),
};
