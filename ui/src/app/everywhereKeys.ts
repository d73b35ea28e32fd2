// What the keys do that are heard wherever somebody is in the window.
import { may } from "@shared/data/session.svelte";
import { undoLast } from "@shared/data/undo.svelte";
import { type KeyAct, type KeyScope, keyScope, noDialog } from "@shared/keys/registry";
import { nextRegion } from "./regions";
import type { Place } from "./routes.svelte";
import { waits } from "./waits.svelte";

/** What the window does for them. */
export interface EverywhereActs {
  go: (place: Place) => void;
  /** Whether whoever is signed in has that place. */
  isThere: (place: Place) => boolean;
  lookUp: () => void;
  /** The agents, to be spoken to. */
  ask: () => void;
  walkIn: () => void;
  /** The sheet of the day, or the list that is shown, to be printed. */
  sheet: () => void;
  /** What was written on the sheet, to be typed in. */
  typeIn: () => void;
  lock: () => void;
  keys: () => void;
  help: () => void;
}

export function everywhereKeys(acts: EverywhereActs): KeyScope {
  const to = (place: Place): KeyAct => ({ run: () => acts.go(place), when: () => noDialog() && acts.isThere(place) });
  return keyScope("everywhere", {
    toDay: to("day"),
    toLists: to("lists"),
    toDecisions: to("decisions"),
    toPatients: to("patients"),
    toCapacity: to("capacity"),
    toPeople: to("administration"),
    toImport: to("import"),
    toSettings: to("settings"),
    findPatient: { run: acts.lookUp, when: () => noDialog() && may("search_patients") },
    ask: { run: acts.ask, when: () => noDialog() && may("book") },
    walkIn: { run: acts.walkIn, when: () => noDialog() && may("book") && may("change_status") },
    undo: { run: () => void undoLast(), when: noDialog },
    fillGap: { run: () => waits.fill(), when: () => noDialog() && waits.freed !== null },
    daySheet: { run: acts.sheet, when: () => noDialog() && may("view_day") },
    fromPaper: { run: acts.typeIn, when: () => noDialog() && may("view_day") },
    lock: { run: acts.lock },
    nextPart: { run: nextRegion, when: noDialog },
    theseKeys: { run: acts.keys, when: noDialog },
    helpHere: { run: acts.help, when: noDialog },
  });
}
