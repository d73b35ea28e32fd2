import type { en } from "./words.en";

export const es: typeof en = {
  anyProvider: "Cualquiera",
  fromDay: "Desde el día",
  offers: "Horarios disponibles",
  moreTimes: "Más horarios",
  overbookReason: "Motivo del sobrecupo",
  mayNotOverbook: "Usted no puede agendar sobrecupos. Elija otro horario o pídalo a alguien autorizado.",
  requester: { patient: "Paciente", clinic: "Clínica" },
};
