import { countEs as count, figures } from "@shared/words/numbers";
import type { en } from "./words.en";

export const es: typeof en = {
  heading: "El año pasado con este horario",
  begins: "Leyendo las citas del año pasado…",
  doneOf: (done, total) => `${done} de ${total} repeticiones`,
  wasStopped: "Detenido. Nada cambió, y el horario sigue como usted lo escribió.",
  isOfOthers: "Estas cifras son de otro horario que el de arriba. Pruebe de nuevo.",
  nobody: (name) => `Nadie pidió cita con ${name} en estos días; no hay nada que repetir.`,
  period: (first, last) => `Del ${first} al ${last}.`,
  open: (after, before) => `${after} h abiertas en lugar de ${before} h.`,
  openAsBefore: (hours) => `${hours} h abiertas, como antes.`,
  noDifference: "Sin diferencia clara: con este horario habría sido casi lo mismo.",
  says: {
    third: (by, isLess) => `tercer horario libre ${by} ${isLess ? "antes" : "después"}`,
    utilisation: (after, before) => `utilización del ${after} en lugar del ${before}`,
    unmet: (after, before) => `${after} de las solicitudes sin horario en lugar del ${before}`,
    overtime: (by, isLess) => `${by} ${isLess ? "menos" : "más"} al día fuera de horario`,
    waitMedian: (by, isLess) => `la mitad de los pacientes espera ${by} ${isLess ? "menos" : "más"}`,
    waitP90: (by, isLess) => `nueve de diez esperas terminan ${by} ${isLess ? "antes" : "después"}`,
    leadMedian: (by, isLess) => `la mitad de las citas es ${by} ${isLess ? "antes" : "después"}`,
    leadP90: (by, isLess) => `nueve de diez citas quedan ${by} ${isLess ? "más cerca" : "más lejos"}`,
  },
  days: (n) => count(n, "día", "días"),
  minutes: (n) => count(n, "minuto", "minutos"),
  column: {
    measure: "Cifra",
    really: "Lo que ocurrió",
    before: "Repetido como fue",
    after: "Con este horario",
    difference: "Diferencia",
  },
  measure: {
    third_next_days: { name: "Tercer horario libre", unit: "días, en promedio de las semanas" },
    utilisation: { name: "Utilización", unit: "agendado de los minutos abiertos, con las ausencias" },
    overtime_minutes: { name: "Tiempo extra", unit: "minutos al día después del fin del horario" },
    wait_median_minutes: { name: "Espera, la mitad de los pacientes", unit: "minutos como máximo hasta ser atendidos" },
    wait_p90_minutes: { name: "Espera, nueve de diez pacientes", unit: "minutos como máximo hasta ser atendidos" },
    lead_median_days: { name: "Anticipación, la mitad de las citas", unit: "días como máximo desde pedirla" },
    lead_p90_days: { name: "Anticipación, nueve de diez citas", unit: "días como máximo desde pedirla" },
    unmet: { name: "Solicitudes sin horario", unit: "de las solicitudes; nada libre en 90 días" },
  },
  notKnown: "no se sabe",
  spread: (middle, low, high) => `${middle} (${low} a ${high})`,
  change: (middle, low, high) => `${middle} (${low} a ${high})`,
  points: (n) => `${n} puntos`,
  same: "ninguna",
  clear: "clara",
  unclear: "puede ser azar",
  read: {
    title: "Cómo leerlo",
    runs: (n) =>
      `${count(n, "repetición", "repeticiones")} con los mismos pacientes, cada una con otra suerte: qué semanas están llenas, quién llega tarde, cuánto dura cada cita. Ambos horarios tienen la misma suerte.`,
    spread: "El primer número es el del medio. Nueve de diez repeticiones quedan dentro del paréntesis.",
    trust: "Cuanto más lejos esté «Repetido como fue» de «Lo que ocurrió», menos hay que confiar en el resto.",
    clear: "«Clara»: la diferencia va en el mismo sentido en al menos diecinueve de veinte repeticiones.",
    ninety: "En el tercer horario libre, 90 días quiere decir 90 o más.",
  },
  limits: {
    title: "Lo que no puede saber",
    unmet_demand:
      "Quién pidió en vano, o no pidió porque era inútil, no está escrito en ninguna parte. Más tiempo puede traer más pacientes.",
    behaviour_with_access: "Los pacientes cancelan y faltan menos cuando esperan menos. Aquí todos siguen como fueron.",
    wishes:
      "Si alguien quería un día posterior o lo aceptó se deduce de la agenda. No se sabe la hora deseada, ni quién habría ido con otra persona.",
    simpler_than_the_book:
      "No se repiten salas, equipos, sobrecupos, tiempo reservado, grupos ni citas que se movieron.",
    past_hours: (n, of) =>
      `Un horario que se cambió sin fecha parece haber sido siempre así: ${figures(n)} de ${count(of, "cita queda", "citas quedan")} fuera del horario actual.`,
    few_visits: (n) => `${count(n, "cita es", "citas son")} pocas, y dicen poco de un año.`,
    without_booking_time: (n, of) =>
      `De ${figures(n)} de ${count(of, "cita", "citas")} no se sabe cuándo se pidieron. Conservan su día.`,
    overbooks: (n, of) =>
      `${figures(n)} de ${count(of, "cita", "citas")} fueron sobrecupos. Aquí toman un horario propio.`,
    without_outcome: (n, of) =>
      `No está escrito qué fue de ${figures(n)} de ${count(of, "cita", "citas")}. Les toca la suerte de otras.`,
    without_times: (n, of) =>
      `De ${figures(n)} de ${count(of, "paciente que vino", "pacientes que vinieron")} no se sabe cuánto duró la atención.`,
    without_arrival: (n, of) =>
      `De ${figures(n)} de ${count(of, "paciente que vino", "pacientes que vinieron")} no se sabe cuándo llegaron.`,
    left_out: (n) =>
      `Se dejan fuera ${count(n, "cita", "citas")} sin profesional, o después de la primera de un grupo.`,
  },
};
