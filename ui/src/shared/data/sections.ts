// The sections of the settings, by name: other places of the window lead to them.
export type SettingsSection = "you" | "clinic" | "providers" | "types" | "backup" | "recovery";
