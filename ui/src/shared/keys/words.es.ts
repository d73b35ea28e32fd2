import type { en } from "./words.en";

export const es: typeof en = {
  written: {
    Left: "Izquierda",
    Right: "Derecha",
    Up: "Arriba",
    Down: "Abajo",
    Home: "Inicio",
    End: "Fin",
    PageUp: "RePág",
    PageDown: "AvPág",
    Shift: "Mayús",
  },
};
