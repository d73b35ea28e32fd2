import { countEs as count } from "@shared/words/numbers";
import type { en } from "./words.en";

export const es: typeof en = {
  couldNotLoad: "No se pudo cargar esta parte de la ventana. Reinicie la aplicación.",
  places: {
    label: "Secciones",
    day: "Día",
    lists: "Listas",
    patients: "Pacientes",
    people: "Personal",
    import: "Importar",
    settings: "Ajustes",
  },
  patient: "Paciente",
  demoData: "Datos de prueba",
  help: "Ayuda",
  lock: "Bloquear",
  lockAs: (name) => `Bloquear. Sesión iniciada por ${name}`,
  keys: {
    title: "Teclas",
    everywhere: "En toda la ventana",
    findPatient: "Buscar un paciente",
    undo: "Deshacer lo último que hizo",
    lock: "Bloquear, o dejar que otra persona inicie sesión",
    daySheet: "Hoja del día, para imprimir",
    nextPart: "Siguiente parte de la ventana",
    theseKeys: "Estas teclas",
    help: "Ayuda de esta pantalla",
    day: "Día",
    dayBefore: "Día anterior",
    dayAfter: "Día siguiente",
    weekBefore: "Semana anterior",
    weekAfter: "Semana siguiente",
    today: "Hoy",
    goToDate: "Ir a una fecha",
    columns: "Elegir las columnas",
    bookPatientFirst: "Agendar: primero el paciente",
  },
  mayNotBook: "Sus funciones no incluyen agendar citas.",
  tooLateToCancel: "Esta cita ya no se puede cancelar.",
  tooLateToMove: "Esta cita ya no se puede mover.",
  isCut: (patient) =>
    `Cita de ${patient} cortada. Vaya a un horario libre, también de otro día, y presione Ctrl+V. Esc la deja donde está.`,
  confirmed: (patient) => `${patient}: confirmada por el paciente.`,
  timeIsOpen: "El horario está abierto de nuevo.",
  locksSoon: "El sistema se bloqueará en medio minuto. Presione cualquier tecla para seguir.",
  closeNotice: "Cerrar este aviso",
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
