export const en = {
  anyProvider: "Any provider",
  fromDay: "From day",
  looking: "Looking for free times…",
  atTime: "At",
  notATime: "Type a time such as 9:30.",
  ownProviderFirst: "Own provider first",
  offers: "Offers",
  moreTimes: "More times",
  overbookReason: "Reason for the overbook",
  instead: "Instead",
  requester: { patient: "Patient", clinic: "Clinic" },
};
