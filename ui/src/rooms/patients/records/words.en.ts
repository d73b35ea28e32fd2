export const en = {
  title: (patient: string) => `Medical records of ${patient}`,
  none: "There are no medical records.",
  open: "Open",
  openOf: (type: string, when: string) => `Open ${type}, ${when}`,
  sensitive: "Protected",
  closed: "You may not open it.",
  notYours:
    "Your role does not see medical records. In an emergency you may look for an hour, with a reason. It stands in the audit trail, and somebody else reviews it.",
  why: "Why do you have to look?",
  reason: "In your words",
  reasonHint: "At least five characters. Whoever reviews it reads this.",
  breakGlass: "Look for an hour",
  until: (when: string) =>
    `You see these records until ${when}. It stands in the audit trail, and somebody else reviews it.`,
  types: {
    note: "Note",
    diagnosis: "Diagnosis",
    medication: "Medication",
    allergy: "Allergy",
    lab_result: "Laboratory result",
    imaging: "Imaging",
    procedure: "Procedure",
    referral: "Referral",
    letter: "Letter",
    other: "Other record",
  },
};
