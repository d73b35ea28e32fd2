// Which page of the guide is about what: the places of the window, and what can be under way on the day's board.
export const TOPICS = {
  day: "open-the-day",
  lists: "lists",
  patients: "patients",
  people: "people",
  import: "import",
  settings: "set-up",
  booking: "book-by-phone",
  moving: "move",
  cancelling: "cancel",
  visit: "check-in",
} as const;

export type Topic = (typeof TOPICS)[keyof typeof TOPICS];
