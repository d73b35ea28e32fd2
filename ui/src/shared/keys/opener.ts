// When a key opened something: what comes up learns here whether it was a key, and never which.

/** So long after a key, what comes up may be of it. */
const SOON_MS = 1000;
const MODIFIERS: readonly string[] = ["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "NumLock"];

export type Pressed = Pick<KeyboardEvent, "key" | "repeat" | "timeStamp">;

/** A key that is held down is one, and what only changes another key is none. */
export const isPress = ({ key, repeat }: Pressed): boolean => !repeat && !MODIFIERS.includes(key);

let latest: number | null = null;

window.addEventListener("keydown", (event) => (latest = isPress(event) ? event.timeStamp : latest), { capture: true });
window.addEventListener("pointerdown", () => (latest = null), { capture: true });

/** When a key was pressed just now, in ms of the window's clock; null where something was pointed at since. */
export const openedByKeyAt = (): number | null =>
  latest !== null && performance.now() - latest < SOON_MS ? latest : null;
