import type { en } from "./words.en";

export const es: typeof en = {
  title: "Cita",
  done: (patient, status) => `${patient}, estado: ${status}.`,
  move: "Mover",
  cancelVisit: "Cancelar cita",
  bookAnother: "Agendar otra",
  changeStatus: "Cambiar el estado",
  confirmedByPatient: "Confirmada por el paciente",
  fact: {
    day: "Día",
    time: "Hora",
    what: "Tipo",
    with: "Con",
    where: "Dónde",
    patientSays: "El paciente",
    cancelled: "Cancelada",
    overbooked: "Sobrecupo",
    yes: "Sí",
  },
  note: {
    hint: "Para recepción; nada clínico.",
    save: "Guardar la nota",
    saved: "La nota está guardada.",
    none: "Sin nota.",
    change: "Cambiar la nota",
    add: "Agregar una nota",
  },
  history: {
    title: "Historial",
    askedBy: (who) => `solicitado por ${who}`,
    thePatient: "el paciente",
    theClinic: "la clínica",
  },
  cancel: {
    title: "Cancelar la cita",
    reason: "Motivo",
    keep: "Conservarla",
    done: (patient, wall) => `Cita cancelada: ${patient}, ${wall}. El horario está libre de nuevo.`,
  },
};
