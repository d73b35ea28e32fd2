import { countEs as count } from "@shared/words/numbers";
import type { en } from "./words.en";

export const es: typeof en = {
  invite: "Invitar a alguien",
  search: "Buscar por nombre, usuario o correo",
  showOff: "También quienes están desactivados",
  nobody: "Aún no hay nadie.",
  nobodyFound: (typed) => `Nadie aquí se llama «${typed}».`,
  you: "(usted)",
  way: "Inicio de sesión",
  lastSeen: "Visto por última vez",
  more: (name) => `Más sobre ${name}`,
  sessions: (n) => count(n, "sesión abierta", "sesiones abiertas"),
  ways: {
    off: "Desactivado",
    uninvited: "Aún sin invitación",
    invited: "Con invitación",
    over: "Invitación caducada",
    elsewhere: "Con el navegador",
    factorless: "Solo contraseña",
    in: "Contraseña y segundo factor",
  },
  until: { invited: (when) => `hasta el ${when}`, over: (when) => `el ${when}` },
  form: {
    loginHint: "Lo que se escribe al iniciar sesión. No cambia.",
    email: "Correo electrónico",
    emailHint: "La invitación se envía también ahí, si lo hay.",
    language: "Se le escribe en",
    bothLanguages: "Los dos idiomas",
    department: "Departamento",
    noDepartment: "Ninguno",
    isProvider: "Es este profesional",
    nobodyOnBoard: "Nadie de la agenda",
    enterName: "Escriba el nombre.",
    chooseRole: "Elija al menos una función.",
    invite: "Invitar",
  },
  acts: {
    invite: {
      label: "Invitar",
      ask: (name) => `¿Invitar a ${name}?`,
      says: "Usted recibe un código para entregar, válido tres días. Si hay correo, se envía también ahí.",
      done: (name) => `${name} tiene una invitación.`,
    },
    again: {
      label: "Invitar de nuevo",
      ask: (name) => `¿Invitar de nuevo a ${name}?`,
      says: "El código anterior deja de servir. Usted recibe otro para entregar, válido tres días.",
      done: (name) => `${name} tiene otra invitación.`,
    },
    withdraw: {
      label: "Retirar la invitación",
      ask: (name) => `¿Retirar la invitación de ${name}?`,
      says: "El código deja de servir de inmediato. La persona sigue en la lista y se puede invitar de nuevo.",
      done: (name) => `Se retiró la invitación de ${name}.`,
    },
    here: {
      label: "Dar acceso a esta PC",
      ask: (name) => `¿Dar acceso a ${name} en esta PC?`,
      says: "Usted recibe una contraseña de un solo uso que abre solo esta PC. La que la abría antes deja de servir aquí.",
      done: (name) => `${name} puede abrir esta PC.`,
    },
    password: {
      label: "Restablecer la contraseña",
      ask: (name) => `¿Restablecer la contraseña de ${name}?`,
      says: "Usted recibe un código válido media hora. Al usarlo, la contraseña anterior deja de servir y terminan todas las sesiones.",
      done: (name) => `${name} recibe otra contraseña.`,
    },
    factor: {
      label: "Quitar el segundo factor",
      ask: (name) => `¿Quitar el segundo factor de ${name}?`,
      says: "Para un teléfono perdido. Terminan todas las sesiones; al volver a entrar configura otro.",
      done: (name) => `Se quitó el segundo factor de ${name}.`,
    },
    signOut: {
      label: "Cerrar todas sus sesiones",
      ask: (name) => `¿Cerrar todas las sesiones de ${name}?`,
      says: "Terminan todas las sesiones en la central. Los puestos siguen abiertos y guardan lo registrado hasta que la persona vuelva a iniciar sesión.",
      done: (name) => `Se cerraron todas las sesiones de ${name}.`,
    },
    off: {
      label: "Desactivar",
      ask: (name) => `¿Desactivar a ${name}?`,
      says: "Ya no inicia sesión en ninguna parte. Lo que hizo queda registrado, y se puede activar de nuevo.",
      done: (name) => `${name} quedó sin acceso.`,
    },
    on: {
      label: "Activar",
      ask: (name) => `¿Activar de nuevo a ${name}?`,
      says: "Puede volver a iniciar sesión con lo que tenía antes.",
      done: (name) => `${name} vuelve a tener acceso.`,
    },
  },
  handed: {
    title: {
      invitation: (name) => `Invitación para ${name}`,
      password: (name) => `Contraseña nueva para ${name}`,
    },
    how: {
      invitation: (email) =>
        email ? `También se envió a ${email}. Con él elige su contraseña.` : "Con él elige su contraseña.",
      password: (email) =>
        email ? `También se envió a ${email}. Con él elige otra contraseña.` : "Con él elige otra contraseña.",
    },
  },
  departments: {
    title: "Departamentos",
    none: "Aún no hay departamentos.",
    name: "Nombre del departamento",
    nameOf: (name) => `Nombre nuevo de ${name}`,
    notInUse: "(sin uso)",
    use: "Usar de nuevo",
    useOf: (name) => `Usar ${name} de nuevo`,
    drop: "Dejar de usar",
    dropOf: (name) => `Dejar de usar ${name}`,
  },
};
