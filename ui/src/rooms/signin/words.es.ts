import type { en } from "./words.en";

export const es: typeof en = {
  signIn: "Iniciar sesión",
  opening: "Abriendo…",
  tooManyTries: (wait) => `Demasiados intentos. Podrá intentar de nuevo en ${wait}.`,
  olderFiles:
    "Falta lo que se agendó desde entonces. Un administrador puede escribir la contraseña de nuevo y usar los archivos anteriores.",
  useOlderFiles: "Usar los archivos anteriores",
  cannotSignIn: "No puedo iniciar sesión",
  help: {
    forgotten: "Olvidó su contraseña:",
    forgottenHelp:
      "una persona administradora inicia sesión en esta PC, abre Personal y la restablece. Usted recibe una contraseña de un solo uso.",
    noAdministrator: "Ningún administrador puede iniciar sesión:",
    noAdministratorHelp: "el código de recuperación impreso permite definir una contraseña nueva.",
    replaced: "Se reemplazó esta PC o su llavero:",
    replacedHelp: "el código de recuperación también abre el sistema aquí.",
    nothing: "Ni contraseña ni código:",
    nothingHelp:
      "entonces nadie puede abrir estos archivos, ni una copia de seguridad: también la copia necesita el código. Busque primero el código impreso.",
    damaged: "La copia de trabajo está dañada:",
    damagedHelp: "un administrador puede reconstruirla.",
  },
  rebuild: {
    title: "Reconstruir la copia de trabajo",
    lead: "Se hace de nuevo con la copia de seguridad más reciente y todo lo que se registró después. El archivo dañado se conserva.",
    form: "Reconstrucción",
    administratorsLogin: "Usuario del administrador",
    rebuilding: "Reconstruyendo…",
    rebuildAndOpen: "Reconstruir y abrir",
  },
  recover: {
    title: "Usar el código de recuperación",
    lead: "Define una contraseña nueva para una persona. Después se muestra un código nuevo; el anterior deja de servir.",
    form: "Recuperación",
    setAndOpen: "Definir la contraseña y abrir",
  },
  change: {
    title: "Elija una contraseña nueva",
    mustChange: "Inició sesión con una contraseña de un solo uso. Elija una que solo usted conozca.",
    enterOld: "Escriba la contraseña con la que inició sesión.",
  },
};
