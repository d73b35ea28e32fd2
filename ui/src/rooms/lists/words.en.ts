export const en = {
  title: "Work lists",
  which: "Which list",
  names: { arrivals: "Arrivals", unconfirmed: "Unconfirmed", no_shows: "No-shows", open: "Still open" },
  /** What each list is about, under its tab. */
  leads: {
    arrivals: (day: string) => `Who is expected, who waits and who is in a room. ${day}.`,
    unconfirmed: (day: string) => `Booked, but not confirmed by the patient: ${day}. Call, then say so here.`,
    no_shows: "Did not come, and has neither been here nor booked since. Call, and book again.",
    open: "The time is over, but nobody said how the visit ended. One key for each, from the top.",
  },
  groups: { expected: "Expected", waiting: "Waiting", inRoom: "In a room" },
  late: (minutes: string) => `${minutes} late`,
  waits: (minutes: string) => `waits ${minutes}`,
  noProvider: "no provider",
  hasAlert: "has an alert",
  needsInterpreter: "needs an interpreter",
  hasNote: "has a note",
  rowActs: (patient: string) => `For ${patient}`,
  reach: (channel: string) => `by ${channel}`,
  openOnBoard: "Open on the board",
  empty: {
    arrivals: "Nobody is expected any more today, and nobody is in the house.",
    unconfirmed: (day: string) => `Everybody who is booked on ${day} has confirmed.`,
    no_shows: "Nobody who did not come is still to be called.",
    open: "Every visit up to now has its end.",
    toBoard: "To the board",
    toUnconfirmed: (n: number) => `Unconfirmed for the next working day: ${n}`,
    toOpen: (n: number) => `Still open: ${n}`,
  },
  /** What the buttons under a list do with its row. */
  acts: {
    confirmed: "Confirmed by patient",
    move: "Move",
    cancel: "Cancel",
    bookAgain: "Book again",
  },
};
