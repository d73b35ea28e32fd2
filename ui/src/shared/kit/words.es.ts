import type { en } from "./words.en";

export const es: typeof en = {
  timeZone: "Zona horaria",
  timeZoneHint: "La zona de la sede, por ejemplo America/Mexico_City.",
  showPassword: "Mostrar la contraseña",
  closePanel: "Cerrar el panel",
  notes: "Avisos",
  closeNote: "Cerrar este aviso",
  previousMonth: "Mes anterior",
  nextMonth: "Mes siguiente",
  dateForm: { dmy: "dd/mm/aaaa", mdy: "mm/dd/aaaa", ymd: "aaaa-mm-dd" },
  notADate: "Esto no es una fecha.",
  fillIn: "Complete este campo.",
  numberFrom: (least, most) => `Escriba un número entero de ${least} a ${most}.`,
  chooseFile: "Elegir un archivo",
  chooseFiles: "Elegir archivos",
  noFileChosen: "ninguno elegido",
  filesChosen: (n) => `${n} archivos`,
  stage: {
    reading: "Leyendo",
    planning: "Comparando con lo que ya hay",
    storing: "Guardando",
    indexing: "Ordenando",
    generating: "Creando la clínica de prueba",
  },
  doneOf: (done, total) => `${done} de ${total}`,
  met: "Otra persona guardó esto mientras tanto. Se tomaron sus cambios donde usted no había escrito nada; lo que usted escribió sigue aquí. Revíselo y guarde de nuevo.",
};
