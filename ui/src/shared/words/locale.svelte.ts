// The language of the window: that of the person who is signed in (preferences.svelte.ts). A window that is locked goes
// on in the language it spoke last, a new one begins in the PC's.

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

const ofPc: Locale = new Intl.Locale(pcTag).language === "es" ? "es" : "en";

/** Locking loads the page anew. What is kept is a language, and for as long as the window stands. */
const KEPT = "language";
const kept = sessionStorage.getItem(KEPT);

let current = $state<Locale>(kept === "en" || kept === "es" ? kept : ofPc);

/** The language of the moment. What reads it while it is drawn is drawn anew when it changes. */
export const locale = (): Locale => current;

/** Speaks a language from now on; the PC's when it is null. */
export function speak(language: Locale | null): void {
  current = language ?? ofPc;
  sessionStorage.setItem(KEPT, current);
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
