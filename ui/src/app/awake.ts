// While somebody works, the desk stays open; when nobody does, the desk locks by its own clock. The window only says
// that there was input, and not more often than it has to.
import { ask } from "@shared/data/ask";

const AT_MOST_EVERY_MS = 15_000;

/** Tells the desk of keys and clicks. Returns the way to stop. */
export function keepAwake(): () => void {
  let quietUntil = 0;
  function awake(event: Event) {
    if (event.timeStamp < quietUntil) return;
    quietUntil = event.timeStamp + AT_MOST_EVERY_MS;
    // A desk that is locked answers `locked`, which empties the window; nothing else is worth saying here.
    ask("keep_awake", {}).catch(() => undefined);
  }
  const inputs = ["keydown", "pointerdown", "wheel"] as const;
  for (const input of inputs) window.addEventListener(input, awake, { capture: true, passive: true });
  return () => {
    for (const input of inputs) window.removeEventListener(input, awake, { capture: true });
  };
}
