// Who is signed in. Set by the app's doors (sign-in, first run), read everywhere; permissions are the desk's word,
// the window only hides what the desk would refuse.
import type { Permission, SessionView } from "@bridge";

let current = $state.raw<SessionView | null>(null);

export const session = {
  /** The session; null while nobody is signed in. */
  get current(): SessionView | null {
    return current;
  },
  set current(next: SessionView | null) {
    current = next;
  },
};

export const may = (permission: Permission): boolean => current?.permissions.includes(permission) ?? false;

/** Empties the window: the page starts again and finds the desk locked. Nothing of a patient stays behind. */
export function loseSession(): void {
  if (current === null) return;
  current = null;
  window.location.reload();
}
