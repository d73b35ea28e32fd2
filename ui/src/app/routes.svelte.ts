// Where in the app a person is. Kept in memory: a window has no address bar, and a URL must never name a patient.
import type { Permission } from "@bridge";
import type { Action } from "@shared/keys/map";
import type { IconName } from "@shared/kit/icons";
import { appWords } from "./words";

export type Place = "day" | "lists" | "decisions" | "patients" | "people" | "import" | "settings" | "paper" | "help";

interface PlaceWords {
  place: Place;
  label: () => string;
  icon: IconName;
  action: Extract<Action, `to${string}`>;
  /** Shown to people with one of these; to everybody when empty. */
  needs: readonly Permission[];
}

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
    place: "people",
    label: () => appWords.places.people,
    icon: "people",
    action: "toPeople",
    needs: ["manage_people"],
  },
  { place: "import", label: () => appWords.places.import, icon: "upload", action: "toImport", needs: ["import"] },
  { place: "settings", label: () => appWords.places.settings, icon: "settings", action: "toSettings", needs: [] },
];
