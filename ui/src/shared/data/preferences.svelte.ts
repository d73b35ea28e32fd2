// How the person who is signed in likes the desk. It comes with the session, is drawn at once when it changes, and is
// kept by the desk: the next sign-in of this person brings it back, at whatever hour and by whoever's restart.
import type { BoardPreferences, Language, Preferences } from "@bridge";
import { wear } from "../styles/looks";
import { speak } from "../words/locale.svelte";
import { ask, asApiError } from "./ask";
import { SPOKEN, tell } from "./changes";
import { note } from "./notify.svelte";
import { session } from "./session.svelte";

const UNCHOSEN: Preferences = {
  language: null,
  theme: "system",
  contrast: "system",
  density: "comfortable",
  boards: [],
  keys: {},
  single_letter_keys: true,
  hides_getting_ready: false,
};

/** What the person of the session chose; what nobody chose while nobody is signed in. */
export const preferences = (): Preferences => session.current?.preferences ?? UNCHOSEN;

let turn: Promise<void> = Promise.resolve();

/** Resolves once every change so far is kept, or was said not to be. */
export const preferencesKept = (): Promise<void> => turn;

/** The language that somebody chose before they were in. */
let atTheDoor = $state<Language | null>(null);

const isIn = (): boolean => session.current?.must_change_password === false;

/**
 * The person's language, or the PC's. Before they are in, it is the wish of whoever stands there, which becomes theirs
 * with the sign-in unless they have a language of their own.
 */
export function chooseLanguage(language: Language | null): void {
  if (isIn()) return prefer({ language });
  atTheDoor = language;
  speak(language);
}

/** Makes the window as the person of the session likes it. Read inside an effect: it follows every change. */
export function takeUp(): void {
  if (!session.current) return;
  const { language, theme, contrast } = preferences();
  const wish = language ?? atTheDoor;
  speak(wish);
  wear({ theme, contrast });
  if (!isIn()) return;
  atTheDoor = null;
  if (wish !== language) prefer({ language: wish });
}

/** Changes some of it. One change is kept after the other, each as a whole. */
export function prefer(change: Partial<Preferences>): void {
  if (!session.current) return;
  session.current = { ...session.current, preferences: { ...preferences(), ...change } };
  turn = turn.then(() => keep(change.language !== undefined));
}

async function keep(speaksOtherwise: boolean): Promise<void> {
  try {
    await ask("put_preferences", preferences());
    if (speaksOtherwise) tell([SPOKEN]);
  } catch (problem) {
    note(asApiError(problem).sentence, "danger");
  }
}

/** How a location's board is arranged. */
export function boardOf(location: string): BoardPreferences {
  const kept = preferences().boards.find((it) => it.location === location);
  return kept ?? { location, columns: "provider", hidden: [], order: [] };
}

/** Changes a location's board. It becomes the first of the list: where the board starts next time. */
export function arrange(location: string, change: Partial<Omit<BoardPreferences, "location">>): void {
  const others = preferences().boards.filter((it) => it.location !== location);
  prefer({ boards: [{ ...boardOf(location), ...change }, ...others] });
}

/** The location whose board was used last. */
export const lastLocation = (): string => preferences().boards[0]?.location ?? "";
