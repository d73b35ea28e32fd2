import { countEs as count } from "@shared/words/numbers";
import type { en } from "./words.en";

export const es: typeof en = {
  lead: "Cuando el sistema no está seguro de lo que alguien escribió en Preguntar, un modelo de lenguaje puede leer esa frase otra vez. Solo lee: no responde, no escribe ni agenda nada, y lo que leyó se comprueba como todo lo que se escribe. El sistema funciona sin él.",
  state: {
    off: "Apagado. El sistema entiende por sí solo.",
    ready: (model) => `En uso: ${model}.`,
    resting: (until) => `Falló varias veces seguidas y no se le pregunta hasta las ${until}. El sistema sigue sin él.`,
    accepted: (by, at) => `Aceptado por ${by} el ${at}.`,
  },
  address: "Dirección",
  addressHint: "Para Ollama en esta PC: http://127.0.0.1:11434/v1",
  model: "Modelo",
  modelHint: "Déjelo vacío y presione «Probarlo» para ver los que tiene el servicio.",
  key: "Clave",
  keyHint: "Solo si el servicio la pide.",
  keyKept: "Hay una clave guardada, y no se muestra nunca. Vacío: se queda.",
  forgetKey: "Olvidar la clave",
  seconds: "Esperar como máximo, segundos",
  secondsHint: "De 1 a 10. Después se responde sin él.",
  redacting: "Ocultar nombres, números y fechas",
  redactingHint: "En su lugar, el servicio ve marcas como [NAME1].",
  notRedacting:
    "Apagado: cada frase que se lee otra vez se envía como se escribió, con el nombre del paciente dentro de ella.",
  remote: {
    warning: "Esta dirección no está en esta PC: lo que se escribe sale de la clínica.",
    goesHidden: "Los nombres, números y fechas se quedan aquí. Las demás palabras de la frase se envían.",
    accepts: "La organización acordó con este servicio cómo trata lo que se le envía",
    needed: "Márquelo, o elija una dirección en esta PC.",
  },
  tryIt: "Probarlo",
  trying: "Se le pide al servicio que lea una frase propia del sistema…",
  probed: {
    understood: (milliseconds) => `Entendido en ${milliseconds} ms.`,
    listed: (models) => `El servicio responde y tiene ${count(models, "modelo", "modelos")}. Elija uno:`,
    pick: "Sus modelos",
    problem: {
      unreachable:
        "Allí no responde nadie. ¿Está en marcha el servicio, y está completa la dirección, con /v1 al final?",
      too_slow:
        "No respondió a tiempo. La primera respuesta tras el arranque es la más lenta: pruebe otra vez, espere más o elija un modelo más pequeño.",
      refused: "El servicio se negó. Revise el nombre del modelo y la clave.",
      unreadable:
        "Responde, pero no en la forma pedida. Elija un modelo, o una versión más nueva del servicio, que pueda responder en JSON.",
      wrong: "Responde, y leyó mal una frase sencilla. Elija otro modelo.",
    },
  },
  saved: "Se guardó el modelo de lenguaje.",
  stop: "Dejar de usarlo",
  stopped: "Ya no se usa el modelo de lenguaje.",
};
