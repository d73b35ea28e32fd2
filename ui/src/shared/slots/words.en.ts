export const en = {
  anyProvider: "Any provider",
  fromDay: "From day",
  looking: "Looking for free times…",
  atTime: "At",
  notATime: "Type a time such as 9:30.",
  ownProviderFirst: "Own provider first",
  offers: "Offers",
  moreTimes: "More times",
  joins: (booked: number, places: number) => `joins ${booked} of ${places}`,
  overbookReason: "Reason for the overbook",
  bufferReason: "Reason for leaving that time out",
  instead: "Instead",
  possible: "What would make it possible",
  thenFree: "Opens the time, which is then free",
  mayGrant: (what: string, roles: string) => `${what}: only for ${roles}`,
  /** What comes before the visit. */
  first: (what: string, when: string, whom: string) => `First ${[`${what} ${when}`, whom].filter(Boolean).join(", ")}`,
  /** What another desk is about to do with a time. */
  elsewhere: (desk: string, isBooked: boolean) =>
    isBooked ? `booked at ${desk || "another desk"}, not sent yet` : `being booked at ${desk || "another desk"}`,
  requester: { patient: "Patient", clinic: "Clinic" },
};
