// What changed at the desk, told to whoever shows it. One subscription to the bridge for the whole window.
import { onChanged } from "@bridge";

type Listener = (tags: readonly string[]) => void;

const listeners = new Set<Listener>();
let started = false;

/** Calls `listener` with the tags of every change. Returns the way to stop. */
export function onTags(listener: Listener): () => void {
  if (!started) {
    started = true;
    onChanged((changed) => listeners.forEach((it) => it(changed.tags)));
  }
  listeners.add(listener);
  return () => listeners.delete(listener);
}
