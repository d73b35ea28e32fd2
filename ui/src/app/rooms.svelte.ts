// The rooms that are loaded when somebody goes there. Those that whoever is signed in may open are fetched ahead, one after the
// other while the page has nothing else to do: then opening one for the first time is drawing it, and not its script.
import { may } from "@shared/data/session.svelte";
import { withItsWords } from "@shared/words/locale.svelte";
import { type Place, placesOf } from "./routes.svelte";

export const ROOMS = {
  decisions: () => import("../rooms/decisions/DecisionsPage.svelte"),
  paper: () => import("../rooms/paper/PaperPage.svelte"),
  capacity: () => withItsWords(() => import("./CapacityPlace.svelte"), "capacity"),
  /** Of a desk that stands alone; of one that belongs to a centre. */
  people: () => withItsWords(() => import("../rooms/people/PeoplePage.svelte")),
  administration: () => withItsWords(() => import("../rooms/administration/AdministrationPage.svelte")),
  import: () => withItsWords(() => import("../rooms/imports/ImportPage.svelte")),
  settings: () => import("../rooms/settings/SettingsPage.svelte"),
  help: () => import("../rooms/help/HelpPage.svelte"),
  keys: () => import("./KeyHelp.svelte"),
};

type Room = () => Promise<unknown>;

/** The rooms of whoever is signed in, in the order of the rail. */
export function roomsOf(isJoined: boolean): Room[] {
  const places: Place[] = placesOf(isJoined).map((it) => it.place);
  const all: Partial<Record<Place, Room>> = {
    ...ROOMS,
    administration: isJoined ? ROOMS.administration : ROOMS.people,
  };
  const beside: Place[] = may("view_day") ? ["paper", "help"] : ["help"];
  return [...places, ...beside].flatMap((it) => all[it] ?? []);
}

/** Fetches one room after the other, each when the page is idle. Returns the way to stop. */
export function fetchAhead(rooms: readonly Room[]): () => void {
  let isStopped = false;
  const fetchThem = async () => {
    for (const room of rooms) {
      await idle();
      if (isStopped) return;
      // Whoever opens the room is told that it could not be loaded.
      await room().catch(() => null);
    }
  };
  void fetchThem();
  return () => void (isStopped = true);
}

/** Without a word for "idle", as in WebKitGTK, a while later. */
const LATER_MS = 400;

const idle = () =>
  new Promise<void>((done) => {
    if ("requestIdleCallback" in window) window.requestIdleCallback(() => done());
    else setTimeout(done, LATER_MS);
  });

/**
 * Fetches the rooms once there is something to work with.
 * @param isDrawn whether the place that somebody begins at stands
 */
export function fetchRoomsAhead(isDrawn: () => boolean, isJoined: () => boolean): void {
  const drawn = $derived(isDrawn());
  const joined = $derived(isJoined());
  $effect(() => (drawn ? fetchAhead(roomsOf(joined)) : undefined));
}
