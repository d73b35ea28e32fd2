export const en = {
  anyProvider: "Any provider",
  fromDay: "From day",
  offers: "Offers",
  moreTimes: "More times",
  overbookReason: "Reason for the overbook",
  mayNotOverbook: "You may not overbook. Choose another time, or ask somebody who may.",
  requester: { patient: "Patient", clinic: "Clinic" },
};
