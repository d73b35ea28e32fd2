// Where other places of the window lead: a section of the settings or of the administration by its name, a list or a day of a
// location, or another place.
export type SettingsSection =
  | "you"
  | "clinic"
  | "locations"
  | "providers"
  | "rooms"
  | "types"
  | "holidays"
  | "emergency"
  | "knowledge"
  | "model"
  | "backup"
  | "recovery"
  | "sync";

/** On a desk that stands alone the administration is its people, whatever section is named. */
export type OfficeSection = "people" | "desks" | "organization" | "policy" | "messages" | "security" | "glass";

/** A column of a day, and the time in it where one is meant: `HH:MM`. */
export interface DayColumn {
  resource: string;
  wall: string | null;
}

export type Destination =
  | { place: "day"; location: string; date: string; column: DayColumn | null }
  | { place: "lists"; location: string; list: "without_hours" | "unconfirmed" | "waitlist" }
  | { place: "import" }
  | { place: "patients"; patient: string }
  | { place: "settings"; section: SettingsSection }
  | { place: "administration"; section: OfficeSection };
