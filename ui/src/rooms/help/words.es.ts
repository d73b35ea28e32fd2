import { countEs as count } from "@shared/words/numbers";
import type { en } from "./words.en";

export const es: typeof en = {
  title: "Ayuda",
  search: "Buscar en la ayuda",
  contents: "Páginas",
  keys: "Teclas de esta pantalla",
  found: (n) => (n === 0 ? "No se dice nada sobre esto." : count(n, "lugar encontrado", "lugares encontrados")),
  couldNotLoad: "No se pudo cargar la ayuda. Reinicie la aplicación.",
};
