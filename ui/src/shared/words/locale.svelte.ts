// The language of the window: that of the person who is signed in (preferences.svelte.ts). A window that is locked goes
// on in the language it spoke last, a new one begins in the PC's.

import { untrack } from "svelte";

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

/** What everybody reads, and beside it: the rooms of administrators, how a clinic is set up, how its agents answer, its capacity. */
type Part = "everybody" | "administrators" | "setup" | "answers" | "capacity";

/** The words of the languages that were spoken so far, by the message file that holds them. */
const said: Record<Locale, Partial<Record<Part, Record<string, object>>>> = { en: {}, es: {} };
const FETCH: Record<Locale, Record<Part, () => Promise<{ said: Record<string, object> }>>> = {
  en: {
    everybody: () => import("./en"),
    administrators: () => import("./en.administration"),
    setup: () => import("./en.setup"),
    answers: () => import("./en.answers"),
    capacity: () => import("./en.capacity"),
  },
  es: {
    everybody: () => import("./es"),
    administrators: () => import("./es.administration"),
    setup: () => import("./es.setup"),
    answers: () => import("./es.answers"),
    capacity: () => import("./es.capacity"),
  },
};
/** Those that were asked for so far, whatever is spoken. */
const wanted: Part[] = ["everybody"];

/** The language whose words are drawn: the one before, for the moment that a new one takes to be fetched. */
let drawn = $state<Locale>(untrack(() => current));

/** Has the words of a language here. Nothing is drawn before the first ones are. */
export async function fetchWords(language: Locale = current): Promise<void> {
  const missing = wanted.filter((part) => !said[language][part]);
  if (missing.length > 0) await Promise.all(missing.map((part) => fetchPart(language, part)));
  // Where nothing changes nothing is written: a room is asked for while another one is drawn.
  if (language === current && drawn !== language) drawn = language;
}

async function fetchPart(language: Locale, part: Part): Promise<void> {
  said[language][part] = (await FETCH[language][part]()).said;
}

/** Loads a room that not everybody opens, with what such rooms say. */
export async function withItsWords<Room>(room: () => Promise<Room>, part: Part = "administrators"): Promise<Room> {
  if (!wanted.includes(part)) wanted.push(part);
  const [loaded] = await Promise.all([room(), untrack(() => fetchWords())]);
  return loaded;
}

/** Speaks a language from now on; the PC's when it is null. */
export function speak(language: Locale | null): void {
  current = language ?? ofPc;
  sessionStorage.setItem(KEPT, current);
  void fetchWords();
}

/**
 * The words of a message file, named without its language: `rooms/board/words`. Every read takes the language of the
 * moment. The compiler holds the other languages of the file to the shape of the English one, so a sentence that is
 * missing does not build.
 */
export function wordsOf<W extends Words>(file: string): W {
  const found: Partial<Record<Locale, Words>> = {};
  return reading(() => (found[drawn] ??= saidIn(drawn, file)) as Words) as W;
}

/** Nothing as long as the part that they stand in is not here. */
function saidIn(language: Locale, file: string): Words | undefined {
  const name = `/src/${file}.${language}.ts`;
  const part = Object.values(said[language]).find((it) => name in it);
  return part?.[name] as Words | undefined;
}

/** Nothing is read before somebody asks: modules name their words before there are any. */
function reading(read: () => Words): Words {
  const groups: Record<string, Words> = {};
  const at = (name: string) => {
    const words = read()[name];
    return typeof words === "object" ? (groups[name] ??= reading(() => read()[name] as Words)) : words;
  };
  return new Proxy<Words>(
    {},
    {
      get: (_, name) => at(String(name)),
      has: (_, name) => name in read(),
      ownKeys: () => Object.keys(read()),
      getOwnPropertyDescriptor: (_, name) => ({ configurable: true, enumerable: true, value: at(String(name)) }),
    },
  );
}
