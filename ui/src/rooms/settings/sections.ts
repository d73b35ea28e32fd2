// What the settings consist of, in the order of the list beside them. A section is laid out while it is open.
import type { Permission } from "@bridge";
import type { SettingsSection } from "@shared/data/sections";
import { sharedWords } from "@shared/words/shared";
import type { Component } from "svelte";
import BackupSection from "./BackupSection.svelte";
import ClinicSection from "./ClinicSection.svelte";
import ProvidersSection from "./ProvidersSection.svelte";
import RecoverySection from "./RecoverySection.svelte";
import TypesSection from "./TypesSection.svelte";
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
  { name: "providers", label: () => settingsWords.providers.title, needs: "edit_setup", content: ProvidersSection },
  { name: "types", label: () => settingsWords.types.title, needs: "edit_setup", content: TypesSection },
  { name: "backup", label: () => settingsWords.backup.title, needs: "manage_backups", content: BackupSection },
  { name: "recovery", label: () => sharedWords.recoveryCode, needs: "manage_backups", content: RecoverySection },
];
