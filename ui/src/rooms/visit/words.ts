// The words of the appointment panel.
import type { AppointmentStatus, AppointmentView, CancellationView, ReminderView, VisitView } from "@bridge";
import { codeWords } from "@shared/words/codes";
import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./words.en";

export const visitWords = wordsOf<typeof en>("rooms/visit/words");

export const statusDone = (visit: VisitView, to: AppointmentStatus): string =>
  visitWords.done(visit.patient_name, codeWords.status[to].label.toLowerCase());

/** "Ruiz, Ana came at 10:20, 20 minutes late."; null for whoever came in time, and for every other step. */
export const arrivedLate = (now: AppointmentView, to: AppointmentStatus): string | null =>
  to === "arrived" && now.arrived_at !== null && now.late_minutes !== null
    ? `${now.visit.patient_name}: ${visitWords.cameLate(now.arrived_at, now.late_minutes)}`
    : null;

/** What is said when a visit was cancelled: late or not. */
export function cancelled(visit: VisitView, now: AppointmentView): string {
  const words = now.cancellation?.is_late ? visitWords.cancel.doneLate : visitWords.cancel.done;
  return words(visit.patient_name, visit.wall_start);
}

/** "Patient is ill, late, by the patient". */
export function cancellationInWords(cancellation: CancellationView): string {
  const parts = [
    codeWords.cancelReason[cancellation.reason],
    cancellation.by_patient ? visitWords.cancel.byPatient : visitWords.cancel.byClinic,
    cancellation.is_late ? visitWords.cancel.late : visitWords.cancel.inTime,
    cancellation.note,
  ];
  return parts.filter(Boolean).join(", ");
}

/** "Text message, chosen for this visit"; or that the patient wants none. */
export function reminderInWords(reminder: ReminderView): string {
  if (!reminder.may_be_reminded) return visitWords.reminder.notAgreed;
  const channel = codeWords.channel[reminder.channel];
  return reminder.is_of_visit ? visitWords.reminder.ofVisit(channel) : channel;
}
