import { countEs as count } from "@shared/words/numbers";
import type { en } from "./words.en";

export const es: typeof en = {
  heading: "Horario",
  title: (name) => `Horario de ${name}`,
  none: "Sin horario definido",
  always: "Siempre",
  set: "Definir horario",
  setOf: (name) => `Definir horario de ${name}`,
  add: "Otro horario",
  addOf: (name) => `Otro horario de ${name}`,
  changeOf: (name, hours) => `Cambiar el horario de ${name}: ${hours}`,
  validFrom: "Válido desde",
  validTo: "Válido hasta",
  validToHint: "Vacío: sin fin.",
  enterFirstDay: "Escriba el primer día.",
  weeks: "Cada",
  every: (n) => (n === 1 ? "semana" : `${n} semanas`),
  lanes: "Sobrecupos a la vez",
  overbooks: (n) => (n === 0 ? "Ninguno" : `Hasta ${n}`),
  week: "Semana",
  weekHint:
    "Una línea por día, por ejemplo 8-12, 13-17. El hueco entre dos tramos es la pausa; una línea vacía es un día libre.",
  closed: "Cerrado",
  notTimes: "Escriba los tramos uno tras otro, por ejemplo 08:00–12:00, 13:00–17:00.",
  likeMonday: "De martes a viernes como el lunes",
  save: "Guardar el horario",
  saved: (name) => `El horario de ${name} está guardado.`,
  removed: (name) => `Se quitó el horario de ${name}.`,
  templateName: "Horario semanal",
  neverOpen: "Nunca",
  everyWeeks: (n) => ` cada ${n} semanas`,
  since: (day) => `desde el ${day}`,
  between: (first, last) => `del ${first} al ${last}`,
  sessions: {
    title: "Qué admite cada horario",
    session: "Horario",
    typesOnly: (n) => (n === 1 ? "solo un tipo" : `solo ${n} tipos`),
    kept: (percent) => `${percent} % reservado`,
    release: "Abierto a todo tipo de cita, días antes",
    releaseHint: "Vacío: nunca.",
    percent: "Reserva, por ciento",
    percentHint: "Para lo que surge a última hora. Un sobrecupo puede usarla.",
    until: "Reservado hasta, días antes",
    untilHint: "0: hasta el mismo día.",
    alike: (times) => `Lo mismo para todos los horarios de ${times}`,
  },
  proposal: {
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
        ? `Tercera cita disponible (${type}): ${after}, como antes.`
        : `Tercera cita disponible (${type}): ${after} en lugar de ${before}.`,
    noTime: "ninguna en 90 días",
    who: (n) => `Cuáles son: ${count(n, "cita", "citas")}`,
    more: (n) => `Y ${count(n, "cita más", "citas más")}.`,
    onList: (n) => `${count(n, "cita quedó", "citas quedaron")} sin horario: vea «Sin horario».`,
  },
};
