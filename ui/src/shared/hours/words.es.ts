import { countEs as count } from "../words/numbers";
import type { en } from "./words.en";

export const es: typeof en = {
  visits: (lost, regained) => {
    const back = regained > 0 ? `${regained} volvería${regained === 1 ? "" : "n"} a tenerlo` : "";
    if (lost === 0)
      return back
        ? `${count(regained, "cita volvería", "citas volverían")} a tener horario.`
        : "Todas las citas agendadas conservan su horario.";
    return `${[count(lost, "cita quedaría sin horario", "citas quedarían sin horario"), back].filter(Boolean).join(", ")}.`;
  },
  week: (after, before) =>
    before === null ? `${after} por semana, como antes.` : `${after} por semana en lugar de ${before}.`,
  days: (after, before) =>
    before === null ? `${after} abiertas esos días, como antes.` : `${after} abiertas esos días, antes ${before}.`,
  third: (type, after, before) =>
    before === null
      ? `Tercer horario libre (${type}): ${after}, como antes.`
      : `Tercer horario libre (${type}): ${after} en lugar de ${before}.`,
  noTime: "ninguno en 90 días",
  who: (n) => `Cuáles son: ${count(n, "cita", "citas")}`,
  more: (n) => `Y ${count(n, "cita más", "citas más")}.`,
  onList: (n) => `${count(n, "cita quedó", "citas quedaron")} sin horario: vea «Sin horario».`,
};
