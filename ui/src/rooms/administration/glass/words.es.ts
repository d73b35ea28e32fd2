import type { en } from "./words.en";

export const es: typeof en = {
  lead: "Quién vio el historial de un paciente más allá de su función, durante una hora y con un motivo. Otra persona dice si fue justificado.",
  showAll: "También los revisados",
  none: "Nada espera una revisión.",
  never: "Nadie ha mirado aún más allá de su función.",
  quoted: (reason) => `«${reason}»`,
  span: (from, until) => `Del ${from} al ${until}`,
  record: "Abrir la ficha",
  review: "Revisar",
  reviewOf: (name) => `¿Estuvo justificado que ${name} mirara?`,
  verdict: "Resultado",
  justified: "Justificado",
  notJustified: "No justificado",
  note: "Cómo llegó a eso",
  save: "Guardar la revisión",
  reviewed: "La revisión está guardada.",
  wasJustified: (note) => `Justificado: ${note}`,
  wasNot: (note) => `No justificado: ${note}`,
};
