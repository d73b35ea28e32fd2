// What the window says: short notes that stay a while, and two live regions for screen readers (one that waits
// its turn, one that interrupts) for the whole app.

import { untrack } from "svelte";

export interface Note {
  id: number;
  text: string;
  tone: "good" | "danger" | "info";
}

/** Long enough to read a sentence twice. Problems stay until they are closed. */
const STAY_MS = 6_000;

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

/** Shows a note and has it read out when the reader is free. */
export function note(text: string, tone: Note["tone"] = "good"): void {
  const id = nextId++;
  notes = [...untrack(() => notes).slice(-2), { id, text, tone }];
  if (tone !== "danger") setTimeout(() => dismiss(id), STAY_MS);
  announce(text, tone === "danger");
}

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
