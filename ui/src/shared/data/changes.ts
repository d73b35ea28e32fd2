// What changed at the desk, told to whoever shows it. One subscription to the bridge for the whole window.
import { onChanged } from "@bridge";

type Listener = (tags: readonly string[]) => void;

/** Whether a tag is about a thing: `day:main:2026-11-24`, or all days at once (`day`, after an import). */
export function isAbout(tag: string, kind: string, rest?: (parts: string[]) => boolean): boolean {
  const [first, ...parts] = tag.split(":");
  return first === kind && (parts.length === 0 || !rest || rest(parts));
}

/** The desk speaks another language: the window's own tag, for all that the desk says in words. */
export const SPOKEN = "spoken";

const listeners = new Set<Listener>();
let started = false;

/** Calls `listener` with the tags of every change. Returns the way to stop. */
export function onTags(listener: Listener): () => void {
  if (!started) {
    started = true;
    onChanged((changed) => afterFrame(() => tell(changed.tags)));
  }
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function tell(tags: readonly string[]): void {
  listeners.forEach((it) => it(tags));
}

/**
 * Once the frame is painted that is due. What an act of this window made is known by its answer and drawn at once; what
 * it changed around it is read and drawn after that, so that nobody waits for both.
 */
function afterFrame(run: () => void): void {
  // Nothing is painted that nobody sees.
  if (document.hidden) run();
  else requestAnimationFrame(() => setTimeout(run));
}
