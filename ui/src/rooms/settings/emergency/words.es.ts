import { countEs as count } from "@shared/words/numbers";
import type { en } from "./words.en";

export const es: typeof en = {
  lead: "Cuando se escribe una de estas palabras en Preguntar, todo lo demás se detiene y se muestra qué hacer. El sistema no evalúa a nadie: eso lo hace una persona.",
  state: {
    open: "Falta la revisión de un profesional clínico",
    openSays:
      "Nadie ha revisado todavía estas palabras tal como están. Aun así, lo detienen todo. Un profesional clínico firma más abajo.",
    reviewed: (by, on) => `Revisado por ${by} el ${on}.`,
  },
  say: {
    title: "Lo que se muestra",
    script: "Lo que dice y hace quien atiende",
    scriptHint: "Vacío: el texto propio del sistema para cada grupo de abajo. Menciona el 911 y el 988.",
    example: "Diga a quien llama que cuelgue y marque el 911. No le deje hasta que lo haga. Luego llame a enfermería.",
    numberHint: "Por ejemplo 911. Vacío: no se muestra ninguno.",
  },
  words: {
    title: "Lo que detiene todo",
    lead: "En inglés, como se escribe en Preguntar. El grupo más urgente cuenta primero.",
    own: "Palabras propias",
    ownHint: "Una por línea.",
    inUse: (used, all) => `En uso: ${used} de ${count(all, "entrada", "entradas")} del sistema`,
    leftOut: (names) => `Sin efecto: ${names}. Quien escriba estas palabras no verá ningún aviso.`,
    isOut: "Sin efecto",
  },
  groups: {
    call_emergency_number: "Llamar al número de emergencias",
    self_harm: "Autolesión",
    pregnancy: "Embarazo y el año siguiente",
    same_day: "Atención el mismo día",
  },
  signs:
    "Cómo se leen: a/b es cualquiera de las dos; … hasta cuatro palabras en medio; + ambas, en cualquier lugar de la frase; breath* las palabras que empiezan así; ‹pain› toda palabra que lo diga. Se entienden pequeños errores al teclear.",
  try: {
    title: "Probar una frase",
    label: "Frase",
    hint: "Con las palabras tal como están aquí, guardadas o no.",
    stops: (group) => `Lo detiene todo: ${group}`,
    by: (words) => `Por las palabras «${words}».`,
    passes: "No detiene nada. Los agentes siguen con ella.",
  },
  review: {
    title: "Revisión",
    lead: "Cuando un profesional clínico ha revisado las palabras, aquí quedan su nombre y la fecha. Cambiar palabras anula la revisión.",
    by: "Revisado por",
    on: "Fecha de la revisión",
    goes: (by) => `Usted cambió palabras. Al guardarlas se anula la revisión de ${by}.`,
    enterDate: "Escriba la fecha de la revisión.",
  },
  saved: "Se guardaron las palabras de emergencia.",
  savedOpen: "Se guardaron las palabras de emergencia. Un profesional clínico debe revisarlas de nuevo.",
};
