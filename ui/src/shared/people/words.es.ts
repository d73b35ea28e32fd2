import type { en } from "./words.en";

export const es: typeof en = {
  title: (name) => `Contraseña de un solo uso para ${name}`,
  shownOnce: "Se muestra solo esta vez. Entréguela en persona; se debe cambiar en el primer inicio de sesión.",
  handedOver: "Ya la entregué",
};
