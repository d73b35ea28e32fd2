import { countEs as count } from "@shared/words/numbers";
import type { en } from "./words.en";

export const es: typeof en = {
  title: "Llevar esta clínica a una organización",
  lead: "Su agenda va con ella: pacientes, citas, horarios, listas. Usted lee qué ocurriría antes de decir que sí, y primero se hace una copia de seguridad.",
  begin: "Llevarla",
  look: "Iniciar sesión y mirar",
  asking: "Se consulta a la organización…",
  goes: (organization, person) =>
    `Todo esto va a «${organization}», en nombre de ${person}. Todavía no se ha enviado nada.`,
  what: "Qué",
  here: "Se lleva",
  there: "Ya está allí",
  kinds: {
    location: "Sedes",
    provider: "Profesionales",
    resource: "Salas y equipos",
    appointment_type: "Tipos de cita",
    template: "Horarios semanales",
    exception: "Ausencias y sesiones extra",
    department: "Departamentos",
    faq: "Respuestas",
    person: "Personas",
    patient: "Pacientes",
    caregiver: "Cuidadores",
    patient_alias: "Fichas unidas",
    appointment: "Citas",
    hold: "Horas reservadas",
    waitlist_entry: "Lista de espera",
    recall: "Citas de control",
    day_close: "Días cerrados",
  },
  toCome: (n) =>
    `${count(n, "cita está", "citas están")} aún por venir. Aquella cuya hora ya está ocupada allí espera en Por decidir; a nadie se le quita su hora.`,
  sameNames: (names) =>
    `La organización también tiene estos nombres; quedan ambos, y cualquiera se puede cambiar: ${names}.`,
  samePeople: (names) => `Tienen allí el mismo usuario e inician sesión como los conoce la organización: ${names}.`,
  otherPeople: (names) =>
    `Van para el historial y no pueden iniciar sesión hasta que quien administra lo permita: ${names}.`,
  theirs: "Desde entonces valen el nombre, las reglas de seguridad, el horario y los mensajes de la organización.",
  numbers: "Un número de historia que allí ya tiene otro paciente se da de nuevo; el resto de la ficha queda igual.",
  backup: (folder) => `Primero va una copia de seguridad a ${folder}.`,
  noFolder: "Elija primero una carpeta en Copia de seguridad: se hace una antes de enviar nada.",
  yes: (organization) => `Enviar todo a ${organization}`,
  begun: (organization, answered, all) =>
    `Camino de ${organization}: han llegado ${answered} de ${count(all, "parte", "partes")}. Hasta que lleguen todas, la agenda se puede leer pero no cambiar. Inicie sesión allí para continuar.`,
  goOn: "Continuar",
  giveUp: "Desistir",
  giveUpLead:
    "Este puesto vuelve a estar solo, con todo lo que tenía. Lo que la organización recibió se queda allí; si se lleva otra vez, no estará dos veces.",
};
