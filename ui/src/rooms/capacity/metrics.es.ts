import { countEs as count } from "@shared/words/numbers";
import type { en } from "./metrics.en";

export const es: typeof en = {
  metric: {
    third_next_available: {
      name: "Tercer horario libre",
      what: "Días corridos desde hoy hasta el tercer horario libre, entre los profesionales y tipos elegidos.",
    },
    lead_time: {
      name: "Anticipación",
      what: "Días corridos desde que se agenda hasta la cita. Sin atenciones sin cita ni series.",
    },
    same_day_access: {
      name: "Acceso en el día",
      what: "Pedidos para hoy que se atendieron hoy, de todos los pedidos para hoy.",
    },
    same_day_visits: {
      name: "Agendadas en su día",
      what: "Citas que se agendaron el mismo día, incluidas las atenciones sin cita.",
    },
    continuity: {
      name: "Continuidad",
      what: "Citas con el profesional propio del paciente, de las de pacientes que tienen uno.",
    },
    utilisation: {
      name: "Utilización",
      what: "Minutos abiertos en que una cita ocupa a su profesional, de todos los minutos abiertos.",
    },
    completed_utilisation: {
      name: "Utilización con citas hechas",
      what: "Lo mismo, solo con las citas completadas.",
    },
    fill_rate: {
      name: "Ocupación de horarios",
      what: "Horarios en que una cita toma algún minuto, de todos los horarios enteros. Sin sobrecupos.",
    },
    overbooked: {
      name: "Sobrecupos",
      what: "Minutos de citas que se agendaron encima de otras.",
    },
    unfilled_capacity: {
      name: "Capacidad sin usar",
      what: "Minutos abiertos que ninguna cita tomó, de los minutos de sesiones que ya pasaron.",
    },
    no_show_rate: {
      name: "Ausencias",
      what: "Citas a las que el paciente faltó, de las que se sabe si vino. Sin canceladas ni atenciones sin cita.",
    },
    late_cancel_rate: {
      name: "Cancelaciones tardías",
      what: "Citas que el paciente canceló más tarde que su límite, de todas las terminadas.",
    },
    bump_rate: {
      name: "Cambios de la clínica",
      what: "Citas que la clínica movió o canceló, de todas las agendadas.",
    },
    completion_rate: {
      name: "Citas completadas",
      what: "Citas completadas, de todas las terminadas, incluidas las canceladas.",
    },
    orphaned: {
      name: "Sin horario",
      what: "Citas agendadas que ya no tienen sesión que las respalde.",
    },
    backfill_rate: {
      name: "Huecos vueltos a llenar",
      what: "Horarios devueltos que se llenaron de nuevo al menos a la mitad, de todos los devueltos.",
    },
    time_to_fill: {
      name: "Tiempo hasta llenar",
      what: "Desde que se devuelve un horario hasta la cita que lo llenó, de los que se llenaron.",
    },
    arrive_to_room: { name: "De la llegada a la sala", what: "Minutos desde la llegada hasta la sala." },
    room_to_provider: {
      name: "De la sala al profesional",
      what: "Minutos desde la sala hasta el profesional.",
    },
    provider_time: { name: "Tiempo con el profesional", what: "Minutos desde el profesional hasta la salida." },
    visit_cycle: { name: "Visita completa", what: "Minutos desde la llegada hasta la salida." },
    booking_effort: { name: "Esfuerzo de agendar", what: "Segundos desde la primera tecla hasta la cita, en esta PC." },
    booking_keystrokes: {
      name: "Teclas por cita",
      what: "Teclas que tomó agendar una cita. El ratón no cuenta ninguna.",
    },
    average_booking_time: {
      name: "Tiempo medio de agendar",
      what: "El promedio de los segundos que tomó agendar.",
    },
    visits: { name: "Citas", what: "Citas de estos días, sin las canceladas." },
    appointments_today: { name: "Citas de hoy", what: "Las citas de hoy, si hoy está entre los días." },
    active_users: {
      name: "Personas activas",
      what: "Personas que hicieron algo en esta PC en estos días. Solo de toda la clínica.",
    },
    providers: { name: "Profesionales", what: "Profesionales en uso. Una persona en dos sedes cuenta dos veces." },
    patients: { name: "Pacientes", what: "Pacientes registrados, incluidos los que se fueron." },
  },
  counted: {
    visits: (n) => count(n, "cita", "citas"),
    releases: (n) => count(n, "horario devuelto", "horarios devueltos"),
    slots: (n) => count(n, "horario", "horarios"),
    minutes: (n) => count(n, "minuto", "minutos"),
    days: (n) => count(n, "día", "días"),
    seconds: (n) => count(n, "segundo", "segundos"),
    keystrokes: (n) => count(n, "tecla", "teclas"),
    people: (n) => count(n, "persona", "personas"),
  },
  why: {
    nothing: "no hay nada de esto en estos días",
    not_recorded: "ocurrió, pero nadie anotó lo que se pregunta",
    requests_not_logged: "los pedidos sin lugar no se anotan",
    no_hours: "no hay horario en estos días, o ninguno que ya pasó",
    nothing_released: "no se devolvió ningún horario que ya haya llegado",
    beyond_search: "no hay nada libre hasta donde se buscó",
    today_not_asked: "hoy no está entre estos días",
    not_looked_up: "nadie lo anotó para estos filtros",
  },
  unknown: (why) => `no se sabe: ${why}`,
  partOf: (part, whole) => `${part} de ${whole}`,
  made: (value, part, whole) => `${value} (${part} de ${whole})`,
  spread: (median, p90, of) =>
    `la mitad en ${median} o menos, nueve de diez en ${p90} o menos (${count(of, "caso", "casos")})`,
  mean: (value, of) => `${value} en promedio (${count(of, "caso", "casos")})`,
  group: {
    access: "Acceso",
    time: "Tiempo",
    attendance: "Asistencia",
    back: "Horarios devueltos",
    clinic: "En la clínica",
    desk: "El mostrador y la plataforma",
  },
};
