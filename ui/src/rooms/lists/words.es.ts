import type { en } from "./words.en";

export const es: typeof en = {
  title: "Listas de trabajo",
  which: "Qué lista",
  names: { arrivals: "Llegadas", unconfirmed: "Sin confirmar", no_shows: "Ausencias", open: "Sin cerrar" },
  leads: {
    arrivals: (day) => `Quién debe llegar, quién espera y quién está en una sala. ${day}.`,
    unconfirmed: (day) => `Agendadas, pero sin confirmar por el paciente: ${day}. Llame y márquelo aquí.`,
    no_shows: "No se presentaron y desde entonces no han venido ni agendado. Llame y agende de nuevo.",
    open: "La hora ya pasó y nadie indicó cómo terminó la cita. Una tecla para cada una, desde arriba.",
  },
  groups: { expected: "Por llegar", waiting: "En espera", inRoom: "En una sala" },
  late: (minutes) => `${minutes} de retraso`,
  waits: (minutes) => `espera ${minutes}`,
  noProvider: "sin profesional",
  hasAlert: "con alerta",
  needsInterpreter: "necesita intérprete",
  hasNote: "con nota",
  rowActs: (patient) => `Para ${patient}`,
  reach: (channel) => `por ${channel}`,
  openOnBoard: "Abrir en la agenda",
  empty: {
    arrivals: "Hoy ya no se espera a nadie, y no hay nadie en la clínica.",
    unconfirmed: (day) => `Todas las personas con cita el ${day} confirmaron.`,
    no_shows: "No queda por llamar a nadie que haya faltado.",
    open: "Todas las citas hasta ahora tienen su cierre.",
    toBoard: "Ir a la agenda",
    toUnconfirmed: (n) => `Sin confirmar para el próximo día de atención: ${n}`,
    toOpen: (n) => `Sin cerrar: ${n}`,
  },
  acts: {
    confirmed: "Confirmada por el paciente",
    move: "Mover",
    cancel: "Cancelar",
    bookAgain: "Agendar de nuevo",
  },
};
