import { countEs as count } from "@shared/words/numbers";
import type { en } from "./words.en";

export const es: typeof en = {
  title: "Cita",
  done: (patient, status) => `${patient}, estado: ${status}.`,
  move: "Mover",
  cancelVisit: "Cancelar cita",
  bookAnother: "Agendar otra",
  rebook: "Reagendar ahora",
  backTo: (status) => `Volver a «${status.toLowerCase()}»`,
  cameLate: (wall, minutes) => `Llegó a las ${wall}, con ${count(minutes, "minuto", "minutos")} de retraso.`,
  changeStatus: "Cambiar el estado",
  confirmedByPatient: "Confirmada por el paciente",
  fact: {
    day: "Día",
    time: "Hora",
    what: "Tipo",
    with: "Con",
    where: "Dónde",
    noContactPoint: "Aún no hay",
    arrived: "Llegó a las",
    reminder: "Recordatorio",
    insteadOf: "En lugar de",
    rebookedAs: "Reagendada",
    patientSays: "El paciente",
    cancelled: "Cancelada",
    overbooked: "Sobrecupo",
    yes: "Sí",
  },
  note: {
    hint: "Para recepción; nada clínico.",
    save: "Guardar la nota",
    saved: (patient) => `La nota de la cita de ${patient} está guardada.`,
    none: "Sin nota.",
    change: "Cambiar la nota",
    add: "Agregar una nota",
  },
  reminder: {
    notAgreed: "No quiere recordatorios",
    ofVisit: (channel) => `${channel}, elegido para esta cita`,
  },
  series: {
    which: (n, all, rhythm) => `La ${n} de ${all}, ${rhythm}`,
    together: "agendadas juntas",
  },
  history: {
    title: "Historial",
    undone: (when, by) => `Deshecho ${when}, ${by}`,
  },
  cancel: {
    title: "Cancelar la cita",
    reason: "Motivo",
    who: "Quién cancela",
    byPatient: "por el paciente",
    byClinic: "por la clínica",
    late: "fuera de plazo",
    inTime: "a tiempo",
    keep: "Conservarla",
    following: "Con las siguientes",
    all: "Toda la serie",
    doneSeries: (patient, n) =>
      `Cancelado: ${patient}, ${count(n, "cita", "citas")} de la serie. Los horarios están libres de nuevo.`,
    done: (patient, wall) => `Cita cancelada: ${patient}, ${wall}. El horario está libre de nuevo.`,
    doneLate: (patient, wall) =>
      `Cita cancelada fuera de plazo, y así queda registrada: ${patient}, ${wall}. El horario está libre de nuevo.`,
  },
  checkIn: {
    title: (patient) => `Registrar a ${patient}`,
    whoIsIt: "¿Quién es?",
    visit: (wall, type) => `Cita de las ${wall}, ${type}`,
    ask: "Pregunte dos datos y marque los que coincidan. No los lea en voz alta.",
    late: (minutes) =>
      `Llega con ${count(minutes, "minuto", "minutos")} de retraso, más de lo que permite la clínica. Pregunte si aún se le puede atender.`,
    otherTime: "Otro horario",
    checkIn: "Registrar llegada",
    changed: "Cambiaron sus datos",
  },
};
