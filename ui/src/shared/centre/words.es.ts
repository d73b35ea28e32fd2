import { countEs as count } from "@shared/words/numbers";
import type { en } from "./words.en";

export const es: typeof en = {
  signIn: {
    title: "Iniciar sesión en la central",
    lead: "La central quiere saber que sigue siendo usted. Mientras tanto todo continúa; no se pierde nada.",
    over: "Trabajó sin la central todo el tiempo que su organización permite. Inicie sesión en ella para continuar; no se pierde nada de lo guardado.",
    code: "Código del segundo factor",
    codeHint: "De su aplicación de autenticación; déjelo vacío si no la usa.",
  },
  toSend: (n) => `${count(n, "cambio", "cambios")} por enviar`,
};
