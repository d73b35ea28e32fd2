// Which page of the guide is about what: the doors and places of the window, and what can be under way on the day's board.
export const TOPICS = {
  firstStart: "set-up",
  locked: "lock-and-backup",
  day: "open-the-day",
  lists: "lists",
  decisions: "offline",
  paper: "paper",
  patients: "patients",
  capacity: "capacity",
  administration: "people",
  office: "administration",
  import: "import",
  settings: "set-up",
  booking: "book-by-phone",
  moving: "move",
  cancelling: "cancel",
  asking: "ask",
  visit: "check-in",
} as const;

export type Topic = (typeof TOPICS)[keyof typeof TOPICS];
