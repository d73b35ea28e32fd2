// The language of the window. It starts as this PC's and is kept in memory: `speak` is the one place where the choice
// of a person will be loaded and saved.

export type Locale = "en" | "es";

/** Words of one place of the window: sentences, sentences with gaps, and groups of them. */
export interface Words {
  readonly [name: string]: string | ((...gaps: never[]) => string) | Words;
}

/** This PC's language and region. WebKit calls the language of a PC that has none "C", which no date format knows. */
export const pcTag = ((): string => {
  try {
    return Intl.getCanonicalLocales(navigator.language)[0] ?? "en-US";
  } catch {
    return "en-US";
  }
})();

let current = $state<Locale>(new Intl.Locale(pcTag).language === "es" ? "es" : "en");

/** The language of the moment. What reads it while it is drawn is drawn anew when it changes. */
export const locale = (): Locale => current;

export function speak(language: Locale): void {
  current = language;
}

/**
 * Both languages as one set of words: every read takes the language of the moment. The compiler holds the second to
 * the shape of the first, so a sentence that is missing does not build.
 */
export function bilingual<W extends Words>(en: W, es: NoInfer<W>): W {
  const words = {};
  for (const [name, english] of Object.entries(en)) {
    const spanish = es[name];
    const group = typeof english === "object" ? bilingual(english, spanish as Words) : null;
    const get = group ? () => group : () => (current === "es" ? spanish : english);
    Object.defineProperty(words, name, { enumerable: true, get });
  }
  return words as W;
}
