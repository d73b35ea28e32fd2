import { countEs as count } from "../words/numbers";
import type { en } from "./words.en";

export const es: typeof en = {
  placeholder: "Nombre, fecha de nacimiento, teléfono o expediente",
  newPatient: (typed) => (typed ? `Paciente nuevo: “${typed}”` : "Paciente nuevo"),
  several: "Coinciden varios pacientes. Presione Abajo para elegir uno.",
  found: (n, hasMore) =>
    n === 0
      ? "No se encontró ningún paciente"
      : count(n, "paciente encontrado", "pacientes encontrados") + (hasMore ? ", y hay más: siga escribiendo" : ""),
  none: "No se encontró a nadie con esos datos.",
  more: "Coinciden más pacientes. Escriba más del nombre, o la fecha de nacimiento.",
  enterPicks: (name, born) => `Enter elige a ${name}, ${born}`,
  enterRegisters: "Enter: registrar un paciente nuevo",
  downChooses: "Abajo: elegir de la lista",
  nextVisit: (when) => `próxima: ${when}`,
};
