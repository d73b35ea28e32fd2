import type { en } from "./words.en";

export const es: typeof en = {
  anyProvider: "Cualquiera",
  fromDay: "Desde el día",
  offers: "Horarios disponibles",
  moreTimes: "Más horarios",
  overbookReason: "Motivo del sobrecupo",
  requester: { patient: "Paciente", clinic: "Clínica" },
};
