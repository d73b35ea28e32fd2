// The person's own key map: which key an action has now, and what may be changed about it.
import { preferences } from "../data/preferences.svelte";
import { type Action, type ActionOf, actionsOf, HEARD_TOGETHER, type ScopeName, usualKeys } from "./map";

const isSingle = (keys: string): boolean => [...keys].length === 1;
const isOff = (keys: string): boolean => isSingle(keys) && !preferences().single_letter_keys;

/** The key that the person gave an action, switched off or not; none when it is taken off the keyboard. */
export const chosenKeys = (action: Action): string => preferences().keys[action] ?? usualKeys[action];

/** The key that does it now; none while it is taken off the keyboard, or is a single letter and those are off. */
export function keysFor(action: Action): string {
  const keys = chosenKeys(action);
  return isOff(keys) ? "" : keys;
}

/** What a key does in a scope. What the person chose wins over what a later version of the desk brings along. */
export function actionAt<S extends ScopeName>(scope: S, keys: string): ActionOf<S> | null {
  const all = (actionsOf(scope) as Action[]).filter((it) => keys !== "" && keysFor(it) === keys);
  return (all.find(isChanged) ?? all[0] ?? null) as ActionOf<S> | null;
}

export const isChanged = (action: Action): boolean => preferences().keys[action] !== undefined;

/** Keys by which every control of every program is worked; they cannot be given away. */
const STAYING = ["Tab", "Enter", "Esc", "Up", "Down", "Left", "Right", "Home", "End", "PageUp", "PageDown", "Space"];
const TEXT = ["Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+Y", "Ctrl+Z", "Ctrl+Shift+Z"];
const ZOOM = ["Ctrl++", "Ctrl+-", "Ctrl+=", "Ctrl+0"];
/** Those of the web view among the function keys are not ours. */
const FUNCTION = /^F([124689]|1[0-2])$/;

const baseOf = (keys: string): string => keys.replace(/^(Ctrl\+)?(Alt\+)?(Shift\+)?/, "");

/** Whether an action has one of the keys that stay. */
export const isFixed = (action: Action): boolean =>
  STAYING.includes(baseOf(usualKeys[action])) && !usualKeys[action].startsWith("Ctrl+");

/** Whether keys mean something in every text field. */
export const isTextKey = (keys: string): boolean =>
  TEXT.includes(keys) || (keys.startsWith("Ctrl+") && STAYING.includes(baseOf(keys)));

/** Why an action cannot have a key: the key keeps another meaning, or what the action needs is another kind of key. */
export function whyNot(action: Action, keys: string): "stays" | "needsCtrl" | null {
  if (keys === usualKeys[action]) return null;
  if (isSingle(keys)) return isSingle(usualKeys[action]) ? null : "needsCtrl";
  const base = baseOf(keys);
  const isNamed = FUNCTION.test(base) || (keys.startsWith("Ctrl+") && (isSingle(base) || STAYING.includes(base)));
  const isTaken = ["Tab", "Esc", "Space"].includes(base) || TEXT.includes(keys) || ZOOM.includes(keys);
  return !isNamed || isTaken || keys.includes("Alt+") ? "stays" : null;
}

/** The other action that has these keys where this one is heard. */
export function rivalOf(action: Action, keys: string): Action | null {
  const places = HEARD_TOGETHER.filter((scopes) => scopes.some((it) => hears(it, action)));
  const others = places.flat().flatMap((it): Action[] => actionsOf(it));
  return others.find((it) => it !== action && keys !== "" && chosenKeys(it) === keys) ?? null;
}

const hears = (scope: ScopeName, action: Action): boolean => (actionsOf(scope) as Action[]).includes(action);

/** The person's keys with these changes: none takes an action off the keyboard, its usual ones are no change any more. */
export function rekeyed(...changes: [Action, string][]): Record<string, string> {
  const keys = { ...preferences().keys };
  for (const [action, wanted] of changes) {
    if (wanted === usualKeys[action]) Reflect.deleteProperty(keys, action);
    else keys[action] = wanted;
  }
  return keys;
}

/** The same where an action gets the keys of another one, which gets this one's if it may have them. */
export function swapped(action: Action, rival: Action): Record<string, string> {
  const [mine, theirs] = [chosenKeys(action), chosenKeys(rival)];
  const canTake = whyNot(rival, mine) === null && [null, action].includes(rivalOf(rival, mine));
  return rekeyed([action, theirs], [rival, canTake ? mine : ""]);
}
