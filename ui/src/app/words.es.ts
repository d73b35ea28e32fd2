import { countEs as count } from "@shared/words/numbers";
import type { en } from "./words.en";

export const es: typeof en = {
  couldNotLoad: "No se pudo cargar esta parte de la ventana. Reinicie la aplicación.",
  places: {
    label: "Secciones",
    day: "Día",
    lists: "Listas",
    decisions: "Por decidir",
    patients: "Pacientes",
    capacity: "Capacidad",
    people: "Personal",
    administration: "Gestión",
    import: "Importar",
    settings: "Ajustes",
  },
  patient: "Paciente",
  demoData: "Datos de prueba",
  toLookInto: "sucesos por revisar",
  help: "Ayuda",
  lock: "Bloquear",
  lockAs: (name) => `Bloquear. Sesión iniciada por ${name}`,
  keys: {
    title: "Teclas",
    lead: "Elija una tecla para cambiarla. Las flechas, Enter, Esc y Tab no cambian.",
    lettersBook: "Las letras sobre un horario libre inician una cita con ese nombre.",
    singleLetters: "Las letras y cifras solas son teclas",
    singleLettersHint:
      "Sin ellas, las letras solo sirven para escribir al agendar y buscar: para dictado y pulso inestable.",
    change: (what, keys) => `${keys}: cambiar la tecla de «${what}»`,
    none: "sin tecla",
    off: "desactivada",
    press: "Presione las teclas nuevas",
    pressHint: "Esc la deja como está, Retroceso la quita del teclado.",
    stays: (keys) => `${keys} conserva su función. Presione otras teclas.`,
    needsCtrl: (keys) => `${keys} sola es una letra aquí. Presiónela con Ctrl, o use una tecla desde F1.`,
    isTaken: (keys, rival) => `${keys} es «${rival}».`,
    swap: "Intercambiarlas",
    back: (what, keys) => `${what}: volver a ${keys}`,
    allBack: "Todas las teclas como antes",
    areBack: "Todas las teclas están como antes.",
  },
  mayNotBook: "Sus funciones no incluyen agendar citas.",
  tooLateToCancel: "Esta cita ya no se puede cancelar.",
  tooLateToMove: "Esta cita ya no se puede mover.",
  isCut: (patient, keys) =>
    `Cita de ${patient} cortada. Vaya a un horario libre, también de otro día, y presione ${keys}. Esc la deja donde está.`,
  confirmed: (patient) => `${patient}: confirmada por el paciente.`,
  released: (wall: string, provider: string) => `${wall}, ${provider}: la hora vuelve a estar libre.`,
  waitForIt: (times: number, people: number) =>
    times === 1
      ? `${count(people, "persona espera", "personas esperan")} esta hora.`
      : `Quedaron libres ${times} horarios; ${count(people, "persona espera", "personas esperan")}.`,
  fillGap: "Llenar el hueco",
  timeIsOpen: "El horario está abierto de nuevo.",
  locksSoon: "El sistema se bloqueará en medio minuto. Presione cualquier tecla para seguir.",
  closeNotice: "Cerrar este aviso",
  centre: {
    offline: "Sin conexión con la central.",
    offlineSince: (when) => `Sin conexión desde ${when}.`,
    asOf: (when) => `Los demás puestos, al ${when}`,
    print: "Imprimir ahora la hoja de hoy",
    tryNow: "Intentar ahora",
    signedOut: "La central ya no sabe quién es usted",
    seesNoDay:
      "Sus funciones en la organización no ven el día. Lo que se registró aquí se envía cuando inicie sesión alguien que sí lo ve.",
    putBack:
      "Estos archivos se repusieron, y este es otro puesto que el que conoce la central. Lo que no se había enviado se entrega a la central, donde lo decide un administrador. Pida un código y conecte esta PC de nuevo.",
    lost: (n) =>
      `La central volvió a un estado tan anterior que ${count(n, "cambio", "cambios")} de este puesto ya no se pueden enviar. Compare la agenda con lo que tenga en papel.`,
    compared: "Ya lo he comparado",
    tooOld:
      "Esta versión es demasiado antigua para la central: instale la más reciente en esta PC. Lo que escriba se guarda y se envía; hasta entonces no se ve aquí lo que hacen los demás puestos.",
    revoked:
      "Un administrador retiró este puesto de la organización. Lo que no se había enviado se entregó; no se acepta nada nuevo.",
    first: "La agenda de la organización está en camino.",
    rest: "Los días cercanos ya están. El resto de la agenda está en camino:",
  },
  notice: {
    demoIsStale:
      "Casi se agotan los días futuros de la clínica de prueba. Para ver una agenda llena, cree otra clínica de prueba en una carpeta nueva.",
    noBackup:
      "Aún no hay copia de seguridad. Elija una carpeta en los ajustes: sin copia, si la PC falla se pierde la agenda.",
    backupIsOld: (days) =>
      `La última copia de seguridad tiene ${count(days, "día", "días")}. Revise los ajustes y haga una ahora.`,
    noKeyring:
      "Esta PC no tiene llavero: el sistema no puede notar si alguien repone una copia anterior de sus archivos.",
    importUndone: "Una importación se interrumpió y no se guardó nada de ella. Repítala en Importar.",
    importFinished: "Una importación se interrumpió al final. Todo quedó guardado; no hay nada más que hacer.",
    diskAlmostFull: (mebibytes) =>
      `El disco está casi lleno (quedan ${mebibytes} MiB). Libere espacio: las citas nuevas se detienen antes que la lista de hoy.`,
    mirrorRebuilt: (backupOf) =>
      backupOf === null
        ? "La copia de trabajo se reconstruyó con todo lo registrado aquí. El archivo dañado se conserva en la carpeta de datos."
        : `La copia de trabajo se reconstruyó con la copia de seguridad del ${backupOf} y todo lo registrado después. El archivo dañado se conserva en la carpeta de datos.`,
  },
};
