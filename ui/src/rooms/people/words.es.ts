import type { en } from "./words.en";

export const es: typeof en = {
  title: "Personal",
  add: "Agregar una persona",
  state: "Estado",
  you: "(usted)",
  active: "Activo",
  mayNotSignIn: "No puede iniciar sesión",
  resetPassword: "Restablecer contraseña",
  resetPasswordOf: (name) => `Restablecer contraseña de ${name}`,
  form: {
    loginHint: "Lo que se escribe al iniciar sesión.",
    isProvider: "Es este profesional",
    nobodyOnBoard: "Nadie de la agenda",
    maySignIn: "Puede iniciar sesión",
    maySignInHint: "Sin esto, la clave de la persona se elimina de esta PC.",
    enterName: "Escriba el nombre.",
    chooseRole: "Elija al menos una función.",
  },
  reset: {
    title: (name) => `¿Restablecer la contraseña de ${name}?`,
    whatHappens:
      "La contraseña anterior deja de funcionar de inmediato. Usted recibe una contraseña de un solo uso para entregar.",
    reset: "Restablecer la contraseña",
  },
};
