// The key that opens something: what comes up learns here which one it was.

/** So long after a key, what comes up may be of it. */
const SOON_MS = 1000;

let latest: KeyboardEvent | null = null;

window.addEventListener("keydown", (event) => (latest = event), { capture: true });
window.addEventListener("pointerdown", () => (latest = null), { capture: true });

/** The key that was pressed just now; null where something was pointed at since. */
export const openingKey = (): KeyboardEvent | null =>
  latest && performance.now() - latest.timeStamp < SOON_MS ? latest : null;
