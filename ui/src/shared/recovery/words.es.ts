import type { en } from "./words.en";

export const es: typeof en = {
  warning:
    "Este código abre el sistema cuando se olvida una contraseña o se pierde la PC, y abre todas las copias de seguridad. No se guarda en ningún lugar: imprímalo y guárdelo bajo llave, lejos de esta PC.",
  printed: "AgentCare Front Desk, código de recuperación. Guárdelo bajo llave. Un código nuevo deja este sin efecto.",
  print: "Imprimir el código",
  isKept: "Guardé el código de recuperación",
  goOn: "Continuar",
};
