// Where other places of the window lead: a section of the settings by its name, or another place.
export type SettingsSection =
  "you" | "clinic" | "locations" | "providers" | "rooms" | "types" | "holidays" | "backup" | "recovery" | "sync";

export type Destination = { place: "people" | "import" } | { place: "settings"; section: SettingsSection };
