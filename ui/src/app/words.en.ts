import { countEn as count } from "@shared/words/numbers";

export const en = {
  couldNotLoad: "This part of the window could not be loaded. Restart the app.",
  places: {
    label: "Places",
    day: "Day",
    lists: "Lists",
    patients: "Patients",
    people: "People",
    import: "Import",
    settings: "Settings",
  },
  patient: "Patient",
  demoData: "Demo data",
  lock: "Lock",
  lockAs: (name: string) => `Lock. ${name} is signed in`,
  keys: {
    title: "Keys",
    everywhere: "Everywhere",
    findPatient: "Find a patient",
    lock: "Lock, or let somebody else sign in",
    daySheet: "Day sheet, to print",
    nextPart: "Next part of the window",
    theseKeys: "These keys",
    day: "Day",
    dayBefore: "Day before",
    dayAfter: "Day after",
    weekBefore: "Week before",
    weekAfter: "Week after",
    today: "Today",
    goToDate: "Go to a date",
    columns: "Choose the columns",
    bookPatientFirst: "Book: patient first",
  },
  mayNotBook: "Your roles do not include booking.",
  tooLateToCancel: "This visit can no longer be cancelled.",
  tooLateToMove: "This visit can no longer be moved.",
  confirmed: (patient: string) => `${patient}: confirmed by the patient.`,
  timeIsOpen: "The time is open again.",
  locksSoon: "The desk locks in half a minute. Press any key to stay.",
  closeNotice: "Close this notice",
  notice: {
    demoIsStale:
      "The demo clinic's future is nearly used up. To see a full book again, start a new demo clinic on a fresh folder.",
    noBackup: "There is no backup yet. Choose a folder in the settings: without a backup, a broken PC loses the book.",
    backupIsOld: (days: number) =>
      `The last backup is ${count(days, "day", "days")} old. Look at the settings, and make one now.`,
    noKeyring: "This PC has no keyring: the desk cannot notice when somebody puts an older copy of its files back.",
    diskAlmostFull: (mebibytes: number) =>
      `The disk is almost full (${mebibytes} MiB left). Free some space: bookings stop before today's list does.`,
  },
};
