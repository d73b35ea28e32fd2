// How the person who is signed in likes the desk. It comes with the session, is drawn at once when it changes, and is
// kept by the desk: the next sign-in of this person brings it back, at whatever hour and by whoever's restart.
import type { BoardPreferences, Preferences } from "@bridge";
import { ask, asApiError } from "./ask";
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
};

/** What the person of the session chose; what nobody chose while nobody is signed in. */
export const preferences = (): Preferences => session.current?.preferences ?? UNCHOSEN;

let turn: Promise<void> = Promise.resolve();

/** Changes some of it. One change is kept after the other, each as a whole. */
export function prefer(change: Partial<Preferences>): void {
  if (!session.current) return;
  session.current = { ...session.current, preferences: { ...preferences(), ...change } };
  turn = turn.then(keep);
}

async function keep(): Promise<void> {
  try {
    await ask("put_preferences", preferences());
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
