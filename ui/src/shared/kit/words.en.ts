export const en = {
  timeZone: "Time zone",
  timeZoneHint: "The zone of the location, such as America/New_York.",
  showPassword: "Show the password",
  closePanel: "Close the panel",
  notes: "Notes",
  closeNote: "Close this note",
  previousMonth: "Previous month",
  nextMonth: "Next month",
  datePart: { day: "day", month: "month", year: "year" },
  empty: "empty",
  stage: { reading: "Reading", storing: "Storing", indexing: "Indexing", generating: "Making the demo clinic" },
  doneOf: (done: string, total: string) => `${done} of ${total}`,
};
