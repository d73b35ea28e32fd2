import { countEs as count } from "@shared/words/numbers";
import type { en } from "./words.en";

export const es: typeof en = {
  lead: "Estas normas valen para todas las personas de la organización, en todos los puestos y en la central.",
  form: "Normas",
  mfa: {
    title: "Segundo factor",
    lead: "Quién inicia sesión en la central con un código del teléfono además de la contraseña. Quien administra, siempre.",
  },
  number: {
    idle_minutes: "Minutos sin actividad",
    session_hours: "Horas de una sesión",
    refresh_hours: "Horas sin señales",
    step_up_minutes: "Minutos que vale el segundo factor",
    access_minutes: "Minutos de un permiso de acceso",
    offline_lease_days: "Días sin la central",
    lend_days: "Días cedidos a una sede",
    password_minimum: "Caracteres de una contraseña",
  },
  hints: {
    idle_minutes: "Tras ese tiempo sin teclas ni clics se inicia sesión de nuevo. De 1 a 30.",
    session_hours: "Tras ese tiempo todos inician sesión de nuevo, hagan lo que hagan. De 1 a 12.",
    refresh_hours: "Una sesión que nadie usó en ese tiempo termina. No más que una sesión.",
    step_up_minutes:
      "Durante ese tiempo se cambian funciones, exportaciones y puestos sin volver a preguntar. De 1 a 15.",
    access_minutes: "En ese tiempo un permiso retirado desaparece en todas partes. De 1 a 15.",
    lend_days:
      "Solo los puestos de la sede dan citas con tantos días de antelación, y se las confirman entre ellos sin conexión. De 0 a 7; con 0, nada.",
    offline_lease_days: "Ese tiempo deja un puesto trabajar sin noticias de la central. De 1 a 7.",
    password_minimum: "Los mínimos de una contraseña nueva. De 8 a 64.",
  },
  aloneHint: "Al menos 15: algunas funciones entran solo con contraseña.",
  exports: {
    title: "Exportaciones",
    lead: "Qué funciones pueden sacar listas e informes como archivos.",
  },
  narrowed: (n) =>
    `${count(n, "regla reduce", "reglas reducen")} lo que las funciones ven de una ficha. Siguen como están.`,
  save: "Guardar las normas",
  saved: "Las normas están guardadas. Valen desde ahora.",
};
