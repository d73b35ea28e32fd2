import type { AnswerOf } from "@shared/centre/asking.svelte";

type Limited = AnswerOf<"read_limits">["limits"][number]["of"];

export const en = {
  lead: "How the organization stands at its centre. Its name, address, hours and time zone are set with the rest of the setup.",
  change: "Change in the settings",
  shortName: "Short name",
  kind: "Kind",
  address: "Address",
  contact: "Contact",
  zone: "Time zone of a new location",
  tier: "Plan",
  noTier: "Without a plan: nothing is limited.",
  limits: "What the plan allows",
  of: { desks: "Desks", providers: "Providers" } satisfies Record<Limited, string>,
  used: (there: number, most: number) => `${there} of ${most}`,
  unlimited: (there: number) => `${there}, without a limit`,
  full: "No one more can be added. What is there stays. Ask whoever runs your centre for another plan.",
  steps: "Before the first visit",
  ready: "Everything that a first visit needs is there.",
};
