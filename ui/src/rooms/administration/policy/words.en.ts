import { countEn as count } from "@shared/words/numbers";

export const en = {
  lead: "These rules hold for everybody in the organization, at every desk and at the centre.",
  form: "Policy",
  mfa: {
    title: "Second factor",
    lead: "Who signs in at the centre with a code from their phone beside the password. Administrators always do.",
  },
  number: {
    idle_minutes: "Minutes without input",
    session_hours: "Hours of a session",
    refresh_hours: "Hours without a sign of life",
    step_up_minutes: "Minutes that a second factor is fresh",
    access_minutes: "Minutes of an access token",
    offline_lease_days: "Days without the centre",
    lend_days: "Days lent to a location",
    password_minimum: "Characters of a password",
  },
  hints: {
    idle_minutes: "After so long without a key or a click somebody signs in anew. 1 to 30.",
    session_hours: "After so long everybody signs in anew, whatever they do. 1 to 12.",
    refresh_hours: "A session that nobody used for so long ends. No longer than a session.",
    step_up_minutes: "So long after it was shown, roles, exports and desks are changed without asking again. 1 to 15.",
    access_minutes: "So soon a right that was taken away is gone everywhere. 1 to 15.",
    lend_days:
      "Only the location's own desks book so many days ahead, and confirm to each other while they are cut off. 0 to 7; 0 lends nothing.",
    offline_lease_days: "So long a desk lets somebody work without a word of the centre. 1 to 7.",
    password_minimum: "The fewest that a new password has. 8 to 64.",
  },
  aloneHint: "At least 15: some roles sign in with a password alone.",
  exports: {
    title: "Exports",
    lead: "Whose roles may take lists and reports out of the house, as files.",
  },
  narrowed: (n: number) =>
    `${count(n, "rule narrows", "rules narrow")} what roles see of a record. They stay as they are.`,
  save: "Save the policy",
  saved: "The policy is saved. It holds from now on.",
};
