// What the settings consist of, in the order of the list beside them. A section is laid out while it is open, and what only who
// leads the clinic opens is loaded then.
import type { Permission } from "@bridge";
import type { SettingsSection } from "@shared/data/sections";
import { withItsWords } from "@shared/words/locale.svelte";
import { sharedWords } from "@shared/words/shared";
import type { Component } from "svelte";
import HolidaysSection from "./HolidaysSection.svelte";
import SyncSection from "./sync/SyncSection.svelte";
import { syncWords } from "./sync/words";
import { settingsWords } from "./words";
import YouSection from "./YouSection.svelte";

interface Section {
  name: SettingsSection;
  label: () => string;
  /** Who sees it; everybody when absent. */
  needs?: Permission;
  content?: Component;
  later?: () => Promise<{ default: Component }>;
}

export const SECTIONS: readonly Section[] = [
  { name: "you", label: () => settingsWords.you.title, content: YouSection },
  {
    name: "clinic",
    label: () => settingsWords.clinic.title,
    needs: "edit_setup",
    later: () => import("./ClinicSection.svelte"),
  },
  {
    name: "locations",
    label: () => settingsWords.locations.title,
    needs: "edit_setup",
    later: () => import("./LocationsSection.svelte"),
  },
  {
    name: "providers",
    label: () => settingsWords.providers.title,
    needs: "edit_setup",
    later: () => import("./ProvidersSection.svelte"),
  },
  {
    name: "rooms",
    label: () => settingsWords.rooms.title,
    needs: "edit_setup",
    later: () => import("./RoomsSection.svelte"),
  },
  {
    name: "types",
    label: () => settingsWords.types.title,
    needs: "edit_setup",
    later: () => import("./TypesSection.svelte"),
  },
  { name: "holidays", label: () => settingsWords.holidays.title, needs: "block_time", content: HolidaysSection },
  {
    name: "emergency",
    label: () => settingsWords.emergency,
    needs: "edit_setup",
    later: () => withItsWords(() => import("./emergency/EmergencySection.svelte"), "answers"),
  },
  {
    name: "knowledge",
    label: () => settingsWords.knowledge,
    needs: "view_knowledge",
    later: () => withItsWords(() => import("./knowledge/KnowledgeSection.svelte"), "answers"),
  },
  {
    name: "model",
    label: () => settingsWords.model,
    needs: "manage_policy",
    later: () => withItsWords(() => import("./model/ModelSection.svelte"), "answers"),
  },
  { name: "sync", label: () => syncWords.title, content: SyncSection },
  {
    name: "backup",
    label: () => settingsWords.backup.title,
    needs: "manage_backups",
    later: () => import("./BackupSection.svelte"),
  },
  {
    name: "recovery",
    label: () => sharedWords.recoveryCode,
    needs: "manage_backups",
    later: () => import("./RecoverySection.svelte"),
  },
];
