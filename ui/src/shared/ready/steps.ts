// Where each step of the list is done, and who may do it there.
import type { Permission, ReadyStep } from "@bridge";
import type { Destination, SettingsSection } from "../data/sections";

interface StepPlace {
  to: Destination;
  needs: Permission;
}

const settings = (section: SettingsSection, needs: Permission = "edit_setup"): StepPlace => ({
  to: { place: "settings", section },
  needs,
});

export const STEPS: Record<ReadyStep, StepPlace> = {
  providers: settings("providers"),
  hours: settings("providers"),
  rooms: settings("rooms"),
  types: settings("types"),
  people: { to: { place: "administration", section: "people" }, needs: "manage_people" },
  patients: { to: { place: "import" }, needs: "import" },
  desks: { to: { place: "administration", section: "desks" }, needs: "manage_people" },
  backup_folder: settings("backup", "manage_backups"),
  recovery_code: settings("recovery", "manage_backups"),
};
