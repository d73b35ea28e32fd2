import { countEs as count } from "@shared/words/numbers";
import type { en } from "./words.en";

export const es: typeof en = {
  title: "Hoja del día",
  time: "Hora",
  status: "Estado",
  remarks: "Observaciones",
  closed: "cerrado",
  calls: "Estado, llamadas",
  printed: (when) => `Impreso: ${when}`,
  visits: (n) => count(n, "cita", "citas"),
  nothing: "No hay citas agendadas para este día.",
  confirmed: "confirmada",
  overbooked: "sobrecupo",
  alert: (text) => `Alerta: ${text}`,
  interpreter: "intérprete",
  series: "una de una serie",
  pages: (n) => count(n, "página", "páginas"),
};
