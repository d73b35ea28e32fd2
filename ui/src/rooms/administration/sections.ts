// What the administration consists of, in the order of the list beside it. A section is laid out while it is open.
import type { Permission } from "@bridge";
import type { OfficeSection } from "@shared/data/sections";
import type { Component } from "svelte";
import DesksSection from "./desks/DesksSection.svelte";
import GlassSection from "./glass/GlassSection.svelte";
import MessagesSection from "./messages/MessagesSection.svelte";
import OrganizationSection from "./organization/OrganizationSection.svelte";
import PeopleSection from "./people/PeopleSection.svelte";
import PolicySection from "./policy/PolicySection.svelte";
import SecuritySection from "./security/SecuritySection.svelte";
import { administrationWords } from "./words";

interface Section {
  name: OfficeSection;
  label: () => string;
  needs: Permission;
  content: Component;
}

export const SECTIONS: readonly Section[] = [
  { name: "people", label: () => administrationWords.people, needs: "view_people", content: PeopleSection },
  { name: "desks", label: () => administrationWords.desks, needs: "manage_devices", content: DesksSection },
  {
    name: "organization",
    label: () => administrationWords.organization,
    needs: "edit_setup",
    content: OrganizationSection,
  },
  { name: "policy", label: () => administrationWords.policy, needs: "manage_policy", content: PolicySection },
  { name: "messages", label: () => administrationWords.messages, needs: "manage_messages", content: MessagesSection },
  {
    name: "security",
    label: () => administrationWords.security,
    needs: "view_security_events",
    content: SecuritySection,
  },
  { name: "glass", label: () => administrationWords.glass, needs: "review_break_glass", content: GlassSection },
];
