// While somebody works, the desk stays open; when nobody does, the desk locks by its own clock. The window only says
// that there was input, not more often than it has to, and warns shortly before the desk is due to lock.
import { ask } from "@shared/data/ask";
import { onTags } from "@shared/data/changes";
import { note } from "@shared/data/notify.svelte";
import { loseSession } from "@shared/data/session.svelte";
import { appWords } from "./words";

const AT_MOST_EVERY_MS = 15_000;
const WARN_BEFORE_MS = 30_000;

/**
 * Tells the desk of keys and clicks. Returns the way to stop.
 * @param locksAfterMinutes what the desk said; only for the warning
 */
export function keepAwake(locksAfterMinutes: number): () => void {
  let quietUntil = 0;
  let warning: ReturnType<typeof setTimeout> | undefined;

  function warnLater() {
    clearTimeout(warning);
    const after = locksAfterMinutes * 60_000 - WARN_BEFORE_MS;
    if (after > 0) warning = setTimeout(() => note(appWords.locksSoon, "info"), after);
  }

  function awake(event: Event) {
    if (event.timeStamp < quietUntil) return;
    quietUntil = event.timeStamp + AT_MOST_EVERY_MS;
    warnLater();
    // A desk that is locked answers `locked`, which empties the window; nothing else is worth saying here.
    ask("keep_awake", {}).catch(() => undefined);
  }

  const inputs = ["keydown", "pointerdown", "wheel"] as const;
  for (const input of inputs) window.addEventListener(input, awake, { capture: true, passive: true });
  warnLater();
  return () => {
    clearTimeout(warning);
    for (const input of inputs) window.removeEventListener(input, awake, { capture: true });
  };
}

/** Whoever is signed in here is signed out with the desk, wherever it was locked. */
export function endWithTheDesk(): () => void {
  return onTags((tags) => {
    if (tags.includes("session")) void checkSession();
  });
}

async function checkSession(): Promise<void> {
  const status = await ask("status", {}).catch(() => null);
  if (status && status.state !== "unlocked") loseSession();
}
