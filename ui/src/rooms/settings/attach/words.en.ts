import { countEn as count } from "@shared/words/numbers";

export const en = {
  title: "Take this clinic into an organization",
  lead: "Its book goes along: patients, visits, hours, lists. You read what would happen before you say yes, and a backup is made first.",
  begin: "Take it along",
  look: "Sign in and look",
  asking: "Asking the organization…",
  goes: (organization: string, person: string) =>
    `All of this goes to “${organization}”, in the name of ${person}. Nothing has been sent yet.`,
  what: "What",
  here: "Goes along",
  there: "There already",
  kinds: {
    location: "Locations",
    provider: "Providers",
    resource: "Rooms and equipment",
    appointment_type: "Visit types",
    template: "Weekly hours",
    exception: "Time off and extra sessions",
    department: "Departments",
    faq: "Answers",
    person: "People",
    patient: "Patients",
    caregiver: "Caregivers",
    patient_alias: "Merged records",
    appointment: "Visits",
    hold: "Times kept",
    waitlist_entry: "Waitlist",
    recall: "Recalls",
    day_close: "Days signed off",
  },
  toCome: (n: number) =>
    `${count(n, "visit is", "visits are")} still to come. One whose time is taken there waits under To decide; nobody is booked over.`,
  sameNames: (names: string) => `The organization has these names too; both stay, and either can be renamed: ${names}.`,
  samePeople: (names: string) => `Have the same login there, and sign in as the organization knows them: ${names}.`,
  otherPeople: (names: string) =>
    `Come along for the history, and cannot sign in until an administrator lets them: ${names}.`,
  theirs: "The organization's name, security rules, business hours and messages hold from then on.",
  numbers: "A record number that a patient there has already is given anew; the rest of a record stays.",
  backup: (folder: string) => `A backup goes to ${folder} first.`,
  noFolder: "Choose a folder for backups first, under Backup: one is made before anything is sent.",
  yes: (organization: string) => `Send all of it to ${organization}`,
  begun: (organization: string, answered: number, all: number) =>
    `On its way to ${organization}: ${answered} of ${count(all, "part", "parts")} arrived. Until all have, the book here can be read and not changed. Sign in there to go on.`,
  goOn: "Go on",
  giveUp: "Give it up",
  giveUpLead:
    "This desk stands alone again, with everything it had. What the organization took in stays there; taken along once more, it is not there twice.",
};
