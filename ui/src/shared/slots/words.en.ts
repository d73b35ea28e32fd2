export const en = {
  anyProvider: "Any provider",
  fromDay: "From day",
  offers: "Offers",
  moreTimes: "More times",
  overbookReason: "Reason for the overbook",
  requester: { patient: "Patient", clinic: "Clinic" },
};
