// Reads key presses: which key it is, whether it types, and what it does in a place of the window.
import { actionAt } from "./keymap";
import type { ActionOf, ScopeName } from "./map";

export interface KeyAct {
  run: (event: KeyboardEvent) => void;
  /** Whether it means something just now; always when absent. */
  when?: () => boolean;
}

export interface KeyScope {
  /** Does what this key does here, if it does anything. */
  handle(event: KeyboardEvent): boolean;
}

/** The acts of a place, one for each action that the key map has for it. */
export function keyScope<S extends ScopeName>(scope: S, acts: Record<ActionOf<S>, KeyAct>): KeyScope {
  function handle(event: KeyboardEvent): boolean {
    const action = actionAt(scope, keysOf(event));
    const act = action && acts[action];
    if (!act || act.when?.() === false) return false;
    event.preventDefault();
    event.stopPropagation();
    act.run(event);
    return true;
  }
  return { handle };
}

type Press = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "getModifierState">;

/** Whether a key was pressed with AltGr, with which many keyboards write. Windows tells of Ctrl and Alt instead. */
const isAltGr = (event: Press): boolean => event.getModifierState("AltGraph") || (event.ctrlKey && event.altKey);

/** The keys of an event as a person reads them; none for what AltGr writes. Command stands for Ctrl on a Mac. */
export function keysOf(event: Press): string {
  if (isAltGr(event)) return "";
  const isCtrl = event.ctrlKey || event.metaKey;
  // On keyboards that write digits with Shift, Ctrl and the key is still Ctrl and the digit.
  const digit = isCtrl && /^Digit(\d)$/.exec(event.code)?.[1];
  const key = digit || (NAMES[event.key] ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key));
  const shift = event.shiftKey && (isCtrl || key.length > 1) ? "Shift+" : "";
  return `${isCtrl ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${shift}${key}`;
}

/** Whether an event types a character, as opposed to doing something. */
export function typesText(event: KeyboardEvent): boolean {
  if (event.key.length !== 1 || event.key === " ") return false;
  return isAltGr(event) || (!event.ctrlKey && !event.metaKey && !event.altKey);
}

/** Whether keys go into a text field, where single keys and arrows belong to the text. */
export function isInText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "file"].includes(target.type);
  return target.isContentEditable || ["TEXTAREA", "SELECT"].includes(target.tagName);
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
  // The key of the menu is another way to press the same.
  ContextMenu: "Shift+F10",
};
