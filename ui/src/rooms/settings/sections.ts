// What the settings consist of, in the order of the list beside them. A section is laid out while it is open.
import type { Permission } from "@bridge";
import type { SettingsSection } from "@shared/data/sections";
import { sharedWords } from "@shared/words/shared";
import type { Component } from "svelte";
import BackupSection from "./BackupSection.svelte";
import ClinicSection from "./ClinicSection.svelte";
import HolidaysSection from "./HolidaysSection.svelte";
import LocationsSection from "./LocationsSection.svelte";
import ProvidersSection from "./ProvidersSection.svelte";
import RecoverySection from "./RecoverySection.svelte";
import RoomsSection from "./RoomsSection.svelte";
import TypesSection from "./TypesSection.svelte";
import SyncSection from "./sync/SyncSection.svelte";
import { syncWords } from "./sync/words";
import { settingsWords } from "./words";
import YouSection from "./YouSection.svelte";

interface Section {
  name: SettingsSection;
  label: () => string;
  /** Who sees it; everybody when absent. */
  needs?: Permission;
  content: Component;
}

export const SECTIONS: readonly Section[] = [
  { name: "you", label: () => settingsWords.you.title, content: YouSection },
  { name: "clinic", label: () => settingsWords.clinic.title, needs: "edit_setup", content: ClinicSection },
  { name: "locations", label: () => settingsWords.locations.title, needs: "edit_setup", content: LocationsSection },
  { name: "providers", label: () => settingsWords.providers.title, needs: "edit_setup", content: ProvidersSection },
  { name: "rooms", label: () => settingsWords.rooms.title, needs: "edit_setup", content: RoomsSection },
  { name: "types", label: () => settingsWords.types.title, needs: "edit_setup", content: TypesSection },
  { name: "holidays", label: () => settingsWords.holidays.title, needs: "block_time", content: HolidaysSection },
  { name: "sync", label: () => syncWords.title, content: SyncSection },
  { name: "backup", label: () => settingsWords.backup.title, needs: "manage_backups", content: BackupSection },
  { name: "recovery", label: () => sharedWords.recoveryCode, needs: "manage_backups", content: RecoverySection },
];
