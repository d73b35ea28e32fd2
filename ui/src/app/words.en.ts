import { countEn as count } from "@shared/words/numbers";

export const en = {
  couldNotLoad: "This part of the window could not be loaded. Restart the app.",
  places: {
    label: "Places",
    day: "Day",
    lists: "Lists",
    decisions: "To decide",
    patients: "Patients",
    capacity: "Capacity",
    people: "People",
    administration: "Admin",
    import: "Import",
    settings: "Settings",
  },
  patient: "Patient",
  demoData: "Demo data",
  toLookInto: "events to look into",
  help: "Help",
  lock: "Lock",
  lockAs: (name: string) => `Lock. ${name} is signed in`,
  keys: {
    title: "Keys",
    lead: "Choose a key to change it. Arrows, Enter, Esc and Tab stay as they are.",
    lettersBook: "Letters on a free time start a booking with that name.",
    singleLetters: "Single letters and digits are keys",
    singleLettersHint:
      "Switched off, only typing to book and to find goes by letters: for dictation and unsteady hands.",
    change: (what: string, keys: string) => `${keys}: change the key of “${what}”`,
    none: "no key",
    off: "off",
    press: "Press the new keys",
    pressHint: "Esc leaves it as it is, Backspace takes it off the keyboard.",
    stays: (keys: string) => `${keys} keeps its meaning. Press other keys.`,
    needsCtrl: (keys: string) => `${keys} alone is a letter here. Press it with Ctrl, or a key from F1 on.`,
    isTaken: (keys: string, rival: string) => `${keys} is “${rival}”.`,
    swap: "Swap the two",
    back: (what: string, keys: string) => `${what}: back to ${keys}`,
    allBack: "All keys as they were",
    areBack: "All keys are as they were.",
  },
  mayNotBook: "Your roles do not include booking.",
  tooLateToCancel: "This visit can no longer be cancelled.",
  tooLateToMove: "This visit can no longer be moved.",
  isCut: (patient: string, keys: string) =>
    `${patient} is cut. Go to a free time, on another day too, and press ${keys}. Esc leaves the visit where it is.`,
  confirmed: (patient: string) => `${patient}: confirmed by the patient.`,
  released: (wall: string, provider: string) => `${wall}, ${provider}, is free again.`,
  waitForIt: (times: number, people: number) =>
    times === 1
      ? `${count(people, "person waits", "people wait")} for this time.`
      : `${times} times came free, ${count(people, "person waits", "people wait")}.`,
  fillGap: "Fill the gap",
  timeIsOpen: "The time is open again.",
  locksSoon: "The desk locks in half a minute. Press any key to stay.",
  closeNotice: "Close this notice",
  centre: {
    offline: "No connection to the centre.",
    offlineSince: (when: string) => `Offline since ${when}.`,
    asOf: (when: string) => `Other desks as of ${when}`,
    print: "Print today's sheet now",
    tryNow: "Try now",
    signedOut: "The centre does not know any more who you are",
    seesNoDay:
      "Your roles at the organization do not see the day. What was entered here is sent when somebody whose roles do signs in.",
    putBack:
      "These files were put back, so that this is another desk than the one the centre knows. What was not sent is handed to the centre, where an administrator decides about it. Ask for a code, and connect this PC anew.",
    lost: (n: number) =>
      `The centre was set back so far that ${count(n, "change", "changes")} of this desk from before cannot be sent again. Compare the book with what you have on paper.`,
    compared: "I have compared it",
    tooOld:
      "This version of the front desk is too old for the centre: install the newest one on this PC. What you enter is kept and sent; what other desks do is not seen here until then.",
    revoked:
      "An administrator has taken this desk out of the organization. What was not sent was handed over; nothing new is taken.",
    first: "The organization's book is on its way.",
    rest: "The near days are here. The rest of the book is on its way:",
  },
  notice: {
    demoIsStale:
      "The demo clinic's future is nearly used up. To see a full book again, start a new demo clinic on a fresh folder.",
    noBackup: "There is no backup yet. Choose a folder in the settings: without a backup, a broken PC loses the book.",
    backupIsOld: (days: number) =>
      `The last backup is ${count(days, "day", "days")} old. Look at the settings, and make one now.`,
    noKeyring: "This PC has no keyring: the desk cannot notice when somebody puts an older copy of its files back.",
    importUndone: "An import was cut off, and nothing of it is stored. Run it again under Import.",
    importFinished: "An import was cut off at its end. All of it is stored; there is nothing left to do.",
    diskAlmostFull: (mebibytes: number) =>
      `The disk is almost full (${mebibytes} MiB left). Free some space: bookings stop before today's list does.`,
    mirrorRebuilt: (backupOf: string | null) =>
      backupOf === null
        ? "The working copy was rebuilt from everything that was entered here. The damaged file is kept in the data folder."
        : `The working copy was rebuilt from the backup of ${backupOf} and everything entered since. The damaged file is kept in the data folder.`,
  },
};
