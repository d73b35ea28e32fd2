import { countEs as count, figures } from "@shared/words/numbers";
import type { en } from "./missed.en";

export const es: typeof en = {
  title: "Visitas perdidas",
  loading: "Aprendiendo de las citas de dos años. La primera vez de cada día tarda unos segundos.",
  ofAll:
    "Se aprende de las citas de toda la clínica. La sede y el profesional de arriba eligen a quién recordar y dónde cabe una más.",
  tooLittle: (known, needed) =>
    `Hay muy poca historia para decir algo: de ${count(known, "cita", "citas")} se sabe si la persona vino, y hacen falta ${figures(needed)}.`,
  better: (rate) => `Distingue unas citas de otras mejor que la tasa de todos (${rate}).`,
  noBetter: (rate) => `No es mejor que la tasa de todos (${rate}), así que esa tasa es lo que se dice de cada cita.`,
  humble:
    "Nunca mira edad, sexo, idioma, dirección, quién paga ni diagnóstico. Dice una proporción de citas parecidas y nada de una persona, y nunca es motivo para negar una cita ni para ofrecer un horario peor.",
  judged: {
    title: "Qué tan bueno es",
    brier: "Distancia a lo que pasó (puntaje de Brier)",
    brierWhat: "La media de la distancia al cuadrado. 0 es perfecto.",
    besideBase: (own, base) => `${own}; la tasa de todos ${base}`,
    gain: "Más cerca por",
    gainWhat: "Con su error estándar; bajo 0 está más lejos. Se acepta si supera 1.645 veces el error.",
    auc: "Orden (AUC)",
    aucWhat: "Con qué frecuencia una cita perdida recibió más que una cumplida. 0.5 es azar.",
    points: "Lo dicho junto a lo perdido",
    tooMuch: (points) => `${points} puntos de más en promedio`,
    tooLittle: (points) => `${points} puntos de menos en promedio`,
    byTenths: (points) => `Por décimas partes de las citas se aleja ${points} puntos.`,
    learntFrom: "Aprendió de",
    regression: "Todo lo que se sabía al agendar cada una, sopesado en conjunto.",
    rates: "Las tasas por tipo y por días de anticipación: hay muy poca historia para más.",
    judgedOn: "Se juzgó con",
    judgedWhat: (missed, since) =>
      `Citas posteriores que no había visto, desde el ${since}. Se faltó a ${figures(missed)}.`,
    visits: (n) => count(n, "cita", "citas"),
  },
  calibration: {
    title: "Lo que se dijo y lo que pasó",
    lead: "Cada punto es una parte de las citas, según lo que se dijo. En la línea cortada se faltó tanto como se dijo; las barras son intervalos del 95%.",
    chart: (parts, visits) => `Lo que se dijo de ${visits} junto a lo que pasó, en ${count(parts, "parte", "partes")}`,
    pair: (said, came) => `donde se dijo ${said}, se faltó al ${came}`,
    said: "Se dijo",
    came: "Se faltó",
    interval: "Intervalo del 95%",
    span: (from, to) => `de ${from} a ${to}`,
    visits: "Citas",
    asTable: "Como tabla",
  },
  remind: {
    open: "A quién recordar primero",
    day: "Día",
    previous: "Día anterior",
    next: "Día siguiente",
    visits: (n) => count(n, "cita agendada", "citas agendadas"),
    believed:
      "Primero las que más probablemente se pierdan. Una probabilidad es una proporción de citas parecidas. Enter abre una cita en la agenda.",
    notBelieved:
      "El orden es por hora, y la probabilidad es la tasa de todos: lo que se sabe no distingue estas citas. Enter abre una cita en la agenda.",
    unknown:
      "El orden es por hora: hay muy poca historia para decir una probabilidad. Enter abre una cita en la agenda.",
    none: (day) => `No quedan citas agendadas para el ${day}.`,
    time: "Hora",
    confirmation: "Confirmación",
    chance: "Probabilidad",
    why: "Por qué",
    list: "Abrir la lista sin confirmar",
  },
  reason: {
    booked_ahead: (days) => `agendada con ${count(days, "día", "días")} de anticipación`,
    sameDay: "agendada el mismo día",
    missed: (missed, of) => `faltó a ${figures(missed)} de ${figures(of)}`,
    first_visit: "primera cita",
    weekday: (day) => `cae en ${day}`,
    hour: (from, to) => `entre las ${from} y las ${to}`,
    of_series: "parte de una serie",
    booked_by_clinic: "agendada por la clínica",
    appointment_type: (name) => `tipo ${name}`,
    location: (name) => `en ${name}`,
    provider: (name) => `con ${name}`,
  },
  extra: {
    title: "Dónde cabe una cita más",
    bounds:
      "Se espera que nadie aguarde por ella más de 10 minutos adicionales, y que la sesión no termine más de 15 minutos tarde. No cuenta a quien llega tarde ni las citas que duran más.",
    none: "En los días que vienen ninguna sesión tiene un horario para una cita más que cumpla esto.",
    booked: "En la sesión",
    expected: (booked, missed) => `${count(booked, "agendada", "agendadas")}; se espera que falten ${missed}`,
    waits: "Esperas previstas",
    own: (wait) => `${wait} para esta cita`,
    added: (wait) => `a lo sumo ${wait} más para alguien`,
    over: (wait) => `${wait} después del final`,
    underOne: "menos de 1 min",
    open: "Abrir el día",
  },
};
