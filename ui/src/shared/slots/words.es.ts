import type { en } from "./words.en";

export const es: typeof en = {
  anyProvider: "Cualquiera",
  fromDay: "Desde el día",
  looking: "Buscando horarios libres…",
  atTime: "A las",
  notATime: "Escriba una hora, como 9:30.",
  ownProviderFirst: "Primero el habitual",
  offers: "Horarios disponibles",
  moreTimes: "Más horarios",
  joins: (booked, places) => `se suma a ${booked} de ${places}`,
  overbookReason: "Motivo del sobrecupo",
  bufferReason: "Motivo para omitir ese tiempo",
  instead: "En su lugar",
  possible: "Qué lo haría posible",
  thenFree: "Abre el horario, que queda libre",
  mayGrant: (what: string, roles: string) => `${what}: solo para ${roles}`,
  first: (what, when, whom) => `Antes ${[`${what} ${when}`, whom].filter(Boolean).join(", ")}`,
  elsewhere: (desk, isBooked) =>
    isBooked
      ? `reservado en ${desk || "otro puesto"}, aún sin enviar`
      : `se está reservando en ${desk || "otro puesto"}`,
  requester: { patient: "Paciente", clinic: "Clínica" },
};
