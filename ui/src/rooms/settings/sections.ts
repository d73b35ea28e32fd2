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

const ofSetup = (
  name: "clinic" | "locations" | "providers" | "rooms" | "types" | "backup",
  section: () => Promise<{ default: Component }>,
  needs: Permission = "edit_setup",
): Section => ({ name, label: () => settingsWords[name], needs, later: () => withItsWords(section, "setup") });

export const SECTIONS: readonly Section[] = [
  { name: "you", label: () => settingsWords.you.title, content: YouSection },
  ofSetup("clinic", () => import("./ClinicSection.svelte")),
  ofSetup("locations", () => import("./LocationsSection.svelte")),
  ofSetup("providers", () => import("./ProvidersSection.svelte")),
  ofSetup("rooms", () => import("./RoomsSection.svelte")),
  ofSetup("types", () => import("./TypesSection.svelte")),
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
  ofSetup("backup", () => import("./BackupSection.svelte"), "manage_backups"),
  {
    name: "recovery",
    label: () => sharedWords.recoveryCode,
    needs: "manage_backups",
    later: () => withItsWords(() => import("./RecoverySection.svelte"), "setup"),
  },
];
