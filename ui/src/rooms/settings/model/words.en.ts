import { countEn as count } from "@shared/words/numbers";

export const en = {
  lead: "Where the desk is not sure what somebody typed at Ask, a language model can read that sentence once more. It only reads: it answers nothing, writes nothing and books nothing, and what it read is checked like anything that is typed. The desk works without one.",
  state: {
    off: "Off. The desk understands by itself.",
    ready: (model: string) => `In use: ${model}.`,
    resting: (until: string) =>
      `It failed several times in a row and is not asked until ${until}. The desk goes on without it.`,
    accepted: (by: string, at: string) => `Accepted by ${by} on ${at}.`,
  },
  address: "Address",
  addressHint: "For Ollama on this PC: http://127.0.0.1:11434/v1",
  model: "Model",
  modelHint: "Leave it empty and press “Try it” to see what the service has.",
  key: "Key",
  keyHint: "Only if the service asks for one.",
  keyKept: "A key is kept, and is never shown. Empty: it stays.",
  forgetKey: "Forget the key",
  seconds: "Wait at most, seconds",
  secondsHint: "1 to 10. Then the desk answers without it.",
  redacting: "Hide names, numbers and dates",
  redactingHint: "The service sees marks such as [NAME1] in their place.",
  notRedacting: "Off: every sentence that is read again is sent as it was typed, with the patient's name in it.",
  remote: {
    warning: "This address is not on this PC: what is typed leaves the clinic.",
    goesHidden: "Names, numbers and dates stay here. The other words of the sentence are sent.",
    accepts: "The organization has agreed with this service on how it treats what it is sent",
    needed: "Tick this, or choose an address on this PC.",
  },
  tryIt: "Try it",
  trying: "The service is asked to read a sentence of the desk's own…",
  probed: {
    understood: (milliseconds: string) => `Understood in ${milliseconds} ms.`,
    listed: (models: number) => `The service answers and has ${count(models, "model", "models")}. Choose one:`,
    pick: "Its models",
    problem: {
      unreachable: "Nothing answers there. Is the service running, and is the address complete, with /v1 at its end?",
      too_slow:
        "No answer in time. The first one after a start is the slowest: try once more, wait longer, or take a smaller model.",
      refused: "The service refused. Look at the model's name and the key.",
      unreadable:
        "It answers, but not in the form that was asked for. Take a model or a newer version of the service that can answer in JSON.",
      wrong: "It answers, and misread a simple sentence. Take another model.",
    } as Record<string, string>,
  },
  saved: "The language model is saved.",
  stop: "Stop using it",
  stopped: "The language model is no longer used.",
};
