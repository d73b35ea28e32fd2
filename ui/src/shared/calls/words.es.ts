import { countEs as count } from "@shared/words/numbers";
import type { en } from "./words.en";

export const es: typeof en = {
  log: "Anotar llamada",
  title: (patient) => `Llamada a ${patient}`,
  whatCame: "Qué resultó",
  again: "Llamar de nuevo",
  at: "A las",
  on: "El día",
  notATime: "Escriba una hora como 9:30, o nada.",
  save: "Anotar la llamada",
  done: (patient, outcome) => `${patient}: ${outcome}. La llamada quedó anotada.`,
  count: (n, last) => `${count(n, "llamada", "llamadas")}, ${last}`,
  againAt: (when) => `de nuevo ${when}`,
};
