// Where in the app a person is. Kept in memory: a window has no address bar, and a URL must never name a patient.
import type { Permission } from "@bridge";
import { may } from "@shared/data/session.svelte";
import type { Action } from "@shared/keys/map";
import type { IconName } from "@shared/kit/icons";
import { appWords } from "./words";

export type Place =
  "day" | "lists" | "decisions" | "patients" | "capacity" | "administration" | "import" | "settings" | "paper" | "help";

interface PlaceWords {
  place: Place;
  /** On a desk that belongs to a centre some places are more than they are elsewhere. */
  label: (isJoined: boolean) => string;
  icon: IconName;
  action: Extract<Action, `to${string}`>;
  /** Shown to people with one of these; to everybody when empty. */
  needs: readonly Permission[];
  /** The same on a desk that belongs to a centre, where it is another. */
  needsJoined?: readonly Permission[];
}

/** Whoever may do one of these finds it under "Administration". */
const ADMINISTERS = [
  "view_people",
  "manage_devices",
  "edit_setup",
  "manage_policy",
  "view_security_events",
  "manage_messages",
  "review_break_glass",
] as const;

export const PLACES: readonly PlaceWords[] = [
  { place: "day", label: () => appWords.places.day, icon: "calendar", action: "toDay", needs: ["view_day"] },
  { place: "lists", label: () => appWords.places.lists, icon: "list", action: "toLists", needs: ["view_day"] },
  {
    place: "decisions",
    label: () => appWords.places.decisions,
    icon: "alert",
    action: "toDecisions",
    needs: ["view_day"],
  },
  {
    place: "patients",
    label: () => appWords.places.patients,
    icon: "patient",
    action: "toPatients",
    needs: ["search_patients"],
  },
  {
    place: "capacity",
    label: () => appWords.places.capacity,
    icon: "capacity",
    action: "toCapacity",
    needs: ["view_reports"],
  },
  {
    place: "administration",
    label: (isJoined) => (isJoined ? appWords.places.administration : appWords.places.people),
    icon: "people",
    action: "toPeople",
    needs: ["manage_people"],
    needsJoined: ADMINISTERS,
  },
  { place: "import", label: () => appWords.places.import, icon: "upload", action: "toImport", needs: ["import"] },
  { place: "settings", label: () => appWords.places.settings, icon: "settings", action: "toSettings", needs: [] },
];

/** The places of whoever is signed in. */
export const placesOf = (isJoined: boolean): PlaceWords[] =>
  PLACES.filter((it) => {
    const needs = (isJoined && it.needsJoined) || it.needs;
    return needs.length === 0 || needs.some(may);
  });

/** Where somebody begins, before it is known whether the desk belongs to a centre. */
export function firstPlace(): Place {
  if (may("view_day")) return "day";
  return PLACES.find((it) => [...it.needs, ...(it.needsJoined ?? [])].some(may))?.place ?? "settings";
}
