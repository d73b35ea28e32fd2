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
  first: {
    hasCode: "Me dieron un código",
    hasPassword: "Ya tengo contraseña allí",
    lead: "Con el código de su invitación, o de un restablecimiento, elige la contraseña que tendrá en la central. También abre esta PC.",
    code: "El código que le dieron",
    passwordHint: "Mejor larga que difícil: unas palabras seguidas.",
    choose: "Elegir esta contraseña",
  },
  factor: {
    title: "Configurar un segundo factor",
    lead: "Su organización se lo pide. Escriba esta clave en una aplicación de autenticación de su teléfono y después las seis cifras que muestre.",
    secret: "Clave para la aplicación",
    first: "Las seis cifras",
    firstHint: "Cambian cada medio minuto.",
    confirm: "Continuar",
    codes: "Sus códigos de recuperación",
    codesLead: "Cada uno abre una vez en lugar del teléfono, para el día en que se pierda.",
    shownOnce: "Se muestran solo esta vez. Imprímalos o anótelos, y guárdelos lejos de esta PC.",
    print: "Imprimir",
    kept: "Ya los guardé",
  },
  stepUp: {
    title: "Muestre su segundo factor",
    lead: "Esto da o quita permisos. La central quiere estar segura de que es usted; durante unos minutos no lo vuelve a pedir.",
    hint: "Seis cifras de su aplicación de autenticación, o uno de sus códigos de recuperación.",
    show: "Continuar",
  },
  reasons: {
    emergency: "Peligra la vida o la salud",
    coverage: "No se localiza a quien trata al paciente",
    patient_asked: "El paciente lo pidió y está aquí",
    legal: "Una obligación legal",
    other: "Otro motivo",
  },
  toSend: (n) => `${count(n, "cambio", "cambios")} por enviar`,
};
