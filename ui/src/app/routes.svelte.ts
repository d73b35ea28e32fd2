// Where in the app a person is. Kept in memory: a window has no address bar, and a URL must never name a patient.
import type { Permission } from "@bridge";
import type { IconName } from "@shared/kit/icons";
import { appWords } from "./words";

export type Place = "day" | "lists" | "patients" | "people" | "import" | "settings" | "help";

interface PlaceWords {
  place: Place;
  label: () => string;
  icon: IconName;
  keys: string;
  /** Shown to people with one of these; to everybody when empty. */
  needs: readonly Permission[];
}

export const PLACES: readonly PlaceWords[] = [
  { place: "day", label: () => appWords.places.day, icon: "calendar", keys: "Ctrl+1", needs: ["view_day"] },
  { place: "lists", label: () => appWords.places.lists, icon: "list", keys: "Ctrl+2", needs: ["view_day"] },
  {
    place: "patients",
    label: () => appWords.places.patients,
    icon: "patient",
    keys: "Ctrl+3",
    needs: ["search_patients"],
  },
  { place: "people", label: () => appWords.places.people, icon: "people", keys: "Ctrl+4", needs: ["manage_people"] },
  { place: "import", label: () => appWords.places.import, icon: "upload", keys: "Ctrl+5", needs: ["import"] },
  { place: "settings", label: () => appWords.places.settings, icon: "settings", keys: "Ctrl+6", needs: [] },
];
