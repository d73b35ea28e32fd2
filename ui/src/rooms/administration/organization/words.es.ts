import type { en } from "./words.en";

export const es: typeof en = {
  lead: "Cómo está la organización en su central. Su nombre, dirección, horario y zona horaria se ajustan con el resto de la configuración.",
  change: "Cambiar en los ajustes",
  shortName: "Nombre corto",
  kind: "Tipo",
  address: "Dirección",
  contact: "Contacto",
  zone: "Zona horaria de una sede nueva",
  tier: "Plan contratado",
  noTier: "Sin plan: nada tiene límite.",
  limits: "Lo que permite el plan",
  of: { desks: "Puestos", providers: "Profesionales" },
  used: (there, most) => `${there} de ${most}`,
  unlimited: (there) => `${there}, sin límite`,
  full: "No se puede agregar ninguno más. Lo que hay se conserva. Pida otro plan a quien administra su central.",
  steps: "Antes de la primera cita",
  ready: "Está todo lo que necesita una primera cita.",
};
