import { expect, it } from "vitest";
import { cancellationInWords, reminderInWords } from "./words";

it("says of a cancellation why, who, and whether it was late", () => {
  const late = { reason: "patient_ill", by_patient: true, is_late: true, note: "called at 8" } as const;
  expect(cancellationInWords(late)).toBe("Patient is ill, by the patient, late, called at 8");
  const ours = { reason: "clinic_closed", by_patient: false, is_late: false, note: "" } as const;
  expect(cancellationInWords(ours)).toBe("Clinic closed, by the clinic, in time");
});

it("says how the patient is reminded, or that they agreed to no reminders", () => {
  expect(reminderInWords({ channel: "sms", is_of_visit: false, may_be_reminded: true })).toBe("Text message");
  expect(reminderInWords({ channel: "sms", is_of_visit: true, may_be_reminded: true })).toBe(
    "Text message, chosen for this visit",
  );
  expect(reminderInWords({ channel: "sms", is_of_visit: true, may_be_reminded: false })).toBe("Wants no reminders");
});
