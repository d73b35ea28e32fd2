// What the window says: short notes that stay a while, and two live regions for screen readers (one that waits
// its turn, one that interrupts) for the whole app.

import { untrack } from "svelte";

export interface Note {
  id: number;
  text: string;
  tone: "good" | "danger" | "info";
  action?: NoteAction | undefined;
}

/** What can still be done about what a note says. */
export interface NoteAction {
  label: string;
  /** The name for who does not see the note around it. */
  says: string;
  keys: string;
  run: () => void;
}

/** Long enough to read a sentence twice. Problems stay until they are closed. */
const STAY_MS = 6_000;
/** Long enough to think twice. */
const STAY_TO_ACT_MS = 12_000;

let notes = $state.raw<Note[]>([]);
let polite = $state("");
let assertive = $state("");
let nextId = 1;

export const notices = {
  get notes() {
    return notes;
  },
  get polite() {
    return polite;
  },
  get assertive() {
    return assertive;
  },
};

/** Shows a note and has it read out when the reader is free. Answers its number. */
export function note(text: string, tone: Note["tone"] = "good", action?: NoteAction): number {
  const id = nextId++;
  notes = [...untrack(() => notes).slice(-2), { id, text, tone, action }];
  if (tone !== "danger") setTimeout(() => dismiss(id), action ? STAY_TO_ACT_MS : STAY_MS);
  announce(text, tone === "danger");
  return id;
}

export const isShown = (id: number): boolean => notes.some((it) => it.id === id);

export function dismiss(id: number): void {
  notes = notes.filter((it) => it.id !== id);
}

/** Has words read out without showing them. The same words twice in a row are read twice. */
export function announce(text: string, now = false): void {
  // Called inside effects too, which must not run again because of what they said.
  const last = untrack(() => (now ? assertive : polite));
  const spoken = last === text ? `${text}\u00a0` : text;
  if (now) assertive = spoken;
  else polite = spoken;
}
