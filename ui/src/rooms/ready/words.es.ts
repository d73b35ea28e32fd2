import { countEs as count } from "@shared/words/numbers";
import type { en } from "./words.en";

export const es: typeof en = {
  title: "Preparar la clínica",
  lead: "Lo que una clínica necesita antes de agendar su primera cita. Cada línea lleva a su lugar; con Ctrl+1 se vuelve aquí.",
  left: (n) => count(n, "paso pendiente", "pasos pendientes"),
  show: "Mostrar la lista",
  hide: "Ocultar la lista",
  dismiss: "No mostrar más",
  dismissed: "La lista ya no se muestra. Todo lo que contiene está en los ajustes.",
};
