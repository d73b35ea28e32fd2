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
  enrol: {
    form: "Esta PC y su organización",
    needs: "El administrador de su organización le da tres cosas. El código es para esta PC y se usa una sola vez.",
    address: "Dirección de la central",
    addressHint: "Empieza con https://",
    organization: "Organización",
    organizationHint: "Su nombre corto, por ejemplo riverside.",
    code: "Código para esta PC",
    codeHint: "Con mayúsculas o sin ellas, con guiones o sin ellos.",
    goOn: "Continuar",
    isDesk: (desk, organization) => `Esta PC es ahora el puesto «${desk}» de ${organization}.`,
    fingerprint: "El administrador ve el mismo signo junto a su nombre:",
  },
  toSend: (n) => `${count(n, "cambio", "cambios")} por enviar`,
};
