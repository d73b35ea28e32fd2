// Every key of the window stands in one registry: it finds what a key does, refuses two meanings of one key in one
// scope, and feeds the help page. Keys are written as a person reads them: "Ctrl+L", "Shift+Enter", "A", "F2".

import { untrack } from "svelte";

export interface KeyBinding {
  keys: string;
  /** Read when the help page is drawn, in the language of the moment. */
  label: () => string;
  run: (event: KeyboardEvent) => void;
  /** Whether it means something just now; always when absent. */
  when?: () => boolean;
}

export interface KeyScope {
  readonly name: () => string;
  readonly bindings: readonly KeyBinding[];
  /** What else its keys do, for the help page. */
  readonly also?: (() => string) | undefined;
  /** Runs the binding of this key, if there is one. */
  handle(event: KeyboardEvent): boolean;
}

let scopes = $state.raw<KeyScope[]>([]);

/** The scopes in use, for the help page. */
export const activeScopes = (): readonly KeyScope[] => scopes;

export function keyScope(name: () => string, bindings: readonly KeyBinding[], also?: () => string): KeyScope {
  const byKeys: Record<string, KeyBinding> = {};
  for (const binding of bindings) {
    const keys = normal(binding.keys);
    if (byKeys[keys]) throw new Error(`${binding.keys} has two meanings in ${name()}`);
    byKeys[keys] = binding;
  }
  function handle(event: KeyboardEvent): boolean {
    const binding = byKeys[normal(keysOf(event))];
    if (!binding || binding.when?.() === false) return false;
    event.preventDefault();
    event.stopPropagation();
    binding.run(event);
    return true;
  }
  return { name, bindings, also, handle };
}

/** Lists a scope in the help page while it is on screen. Returns the way to stop. */
export function listScope(scope: KeyScope): () => void {
  // Called inside effects, which must not run again because of what they list.
  untrack(() => (scopes = [...scopes, scope]));
  return () => {
    scopes = untrack(() => scopes.filter((it) => it !== scope));
  };
}

/** The keys of an event as a person reads them. Command stands for Ctrl on a Mac. */
export function keysOf(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): string {
  const key = NAMES[event.key] ?? event.key;
  const isLetter = key.length === 1;
  const shift = event.shiftKey && !isLetter ? "Shift+" : "";
  return `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${shift}${key}`;
}

/** Whether an event types a character, as opposed to doing something. */
export function typesText(event: KeyboardEvent): boolean {
  return event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** Whether keys go into a text field, where single keys and arrows belong to the text. */
export function isInText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "file"].includes(target.type);
  return target.isContentEditable || ["TEXTAREA", "SELECT"].includes(target.tagName) || target.role === "spinbutton";
}

/** Whether the window listens to keys at all: a dialog keeps them for itself. */
export const noDialog = (): boolean => document.querySelector("dialog[open], [aria-modal='true']") === null;

const NAMES: Record<string, string> = {
  ArrowLeft: "Left",
  ArrowRight: "Right",
  ArrowUp: "Up",
  ArrowDown: "Down",
  Escape: "Esc",
  " ": "Space",
};

const normal = (keys: string) => keys.toLowerCase();
