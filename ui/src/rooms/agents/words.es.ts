import type { ProposedView } from "@bridge";
import { birthDay, fullDay, wallMoment } from "@shared/words/dates";
import type { en } from "./words.en";

const who = (it: ProposedView): string => `${it.patient_name}, nacimiento ${birthDay(it.birth_date)}`;
const withWhom = (provider: string): string => (provider ? ` con ${provider}` : "");

export const es: typeof en = {
  title: "Preguntar",
  ask: "Pregunte o diga",
  hint: "En inglés. No se hace nada antes de su sí.",
  send: "Enviar",
  anew: "Empezar de nuevo",
  log: "Lo que se dijo",
  examples: "Por ejemplo",
  you: "Usted",
  thinking: "Un momento…",
  trace: "Quién decidió qué",
  by: {
    supervisor: "Supervisor",
    availability_agent: "Disponibilidad",
    booking_agent: "Citas",
    faq_agent: "Conocimiento",
    general_agent: "General",
  },
  steps: {
    emergency: "palabras de emergencia",
    understood: "entendido como",
    task: "trabaja en",
    picked: "número elegido",
    agreed: "sí a la propuesta",
    dropped: "no a la propuesta",
    namesakes: "expedientes con ese nombre",
    offers: "horas que sirven",
    outside_wish: "ninguna hora como se deseaba, otras",
    fullness: "tiempo ocupado y abierto del",
    proposes_to_close: "abre el formulario para cerrar",
    proposes: "propone",
    asks: "pregunta por",
    refused: "rechazado porque",
    several_visits: "citas que podrían ser",
    hands_over: "entrega a",
    found: "expedientes encontrados",
    answers: "responde",
    does_not_know: "nada está lo bastante cerca",
  },
  emergency: {
    title: "Puede ser una emergencia",
    script: {
      call_emergency_number:
        "Diga a quien llama que cuelgue y marque el 911 ahora, o márquelo usted. No deje sola a la persona en la línea.",
      self_harm:
        "Siga en la línea. Marque o escriba al 988; si hay peligro inmediato, al 911. Avise a un clínico ahora.",
      pregnancy: "Avise a un clínico ahora. Si es grave, marque el 911.",
      same_day: "Avise a un clínico: debería atenderse hoy.",
    },
    heard: (words) => `Se oyó: «${words}». No se reservó nada. Lo juzga una persona.`,
    dismiss: "No lo es",
  },
  offers: (type) => `Horas para ${type}`,
  outsideWish: "Nada está libre como se deseaba. Lo más cercano:",
  none: "No se encontró ninguna hora.",
  onDay: (wall) => `Mostrar ${wall} en la agenda`,
  whichPatient: "¿Cuál de ellos? Compare la fecha de nacimiento.",
  noPatient: (name) => `Ningún expediente lleva el nombre «${name}».`,
  whichVisit: "¿Qué cita?",
  noVisit: (name) => `${name} no tiene ninguna cita próxima que pueda ser esa.`,
  whichDay: "¿Qué día?",
  whichProvider: (said) => `«${said}» podría ser:`,
  whichType: "¿Qué tipo de cita?",
  missing: {
    patient: "¿Para quién? Diga el nombre del paciente.",
    visit: "¿Qué cita? Diga el nombre del paciente.",
    day: "¿Qué día?",
  },
  propose: {
    book: (it) =>
      `Reservar ${who(it)}: ${it.type_name}, ${wallMoment(it.wall_start ?? "")}${withWhom(it.provider_name)}.`,
    reschedule: (it) =>
      `Mover ${who(it)}: ${it.type_name}, de ${wallMoment(it.visit?.wall_start ?? "")}${withWhom(it.visit?.provider_name ?? "")} a ${wallMoment(it.wall_start ?? "")}${withWhom(it.provider_name)}.`,
    cancel: (it) =>
      `Cancelar la cita de ${who(it)}: ${it.type_name}, ${wallMoment(it.visit?.wall_start ?? "")}${withWhom(it.visit?.provider_name ?? "")}. Lo pidió el paciente.`,
    confirm: (it) =>
      `Anotar que ${who(it)} confirmó por teléfono: ${it.type_name}, ${wallMoment(it.visit?.wall_start ?? "")}.`,
    waitlist: (it) =>
      `Poner en lista de espera a ${who(it)}: ${it.type_name}${withWhom(it.provider_name)}, desde ${fullDay(it.earliest ?? "")}${it.latest ? ` hasta ${fullDay(it.latest)}` : ""}.`,
  },
  yes: "Sí, hágalo",
  no: "No",
  waits: "No se hace nada antes de que diga que sí.",
  done: {
    book: (it) => `Reservada: ${it.patient_name}, ${wallMoment(it.wall_start ?? "")}.`,
    reschedule: (it) => `Movida: ${it.patient_name}, ${wallMoment(it.wall_start ?? "")}.`,
    cancel: (it) => `Cancelada: ${it.patient_name}, ${wallMoment(it.visit?.wall_start ?? "")}.`,
    confirm: (it) => `Confirmada: ${it.patient_name}.`,
    waitlist: (it) => `En lista de espera: ${it.patient_name}.`,
  },
  dropped: "No se hizo nada.",
  stale: "Esa propuesta ya no vale. No se hizo nada.",
  checkIn: "Abrir la cita",
  checkInAsks: (name) => `El registro de ${name} pregunta quién es, cara a cara.`,
  full: (day) => `Ocupación del ${day}`,
  filled: (booked, open) => `${Math.round((100 * booked) / open)} % ocupado, ${open - booked} min libres`,
  close: (name, day) => `Cerrar tiempo de ${name} el ${day}: el formulario dice antes qué citas deja sin horario.`,
  openForm: "Abrir el formulario",
  ownSource: "De la base de conocimiento de esta organización.",
  source: (source, date) => `Fuente: ${source}, ${date}. Información general, no consejo.`,
  doNotKnow: "No lo sé. Pregunte a un clínico o a la dirección.",
  general: {
    greeting: "Hola. ¿Qué puedo hacer?",
    thanks: "De nada.",
    goodbye: "Hasta luego.",
    help: "Busco horas libres, reservo, muevo y cancelo citas después de su sí, pongo en lista de espera y respondo con la base de conocimiento.",
    out_of_scope: "Eso no es para esta recepción.",
    unclear: "No lo entendí. Dígalo con otras palabras o use los botones.",
  },
};
