import type { Metric, Unit, Why } from "@bridge";
import { countEn as count } from "@shared/words/numbers";

interface MetricSaid {
  name: string;
  /** What it counts, and of what. */
  what: string;
}

export const en = {
  metric: {
    third_next_available: {
      name: "Third next available",
      what: "Calendar days from today to the third time that is open, over the providers and the types that are asked for.",
    },
    lead_time: {
      name: "Lead time",
      what: "Calendar days from the booking to the visit. Walk-ins and series are left out.",
    },
    same_day_access: {
      name: "Same-day access",
      what: "Requests for today that were seen today, of all requests for today.",
    },
    same_day_visits: {
      name: "Booked on their day",
      what: "Visits that were booked on the day they took place, walk-ins among them.",
    },
    continuity: {
      name: "Continuity",
      what: "Visits with the patient's own provider, of those of patients who have one.",
    },
    utilisation: {
      name: "Utilisation",
      what: "Open minutes in which a visit has its provider, of all open minutes.",
    },
    completed_utilisation: {
      name: "Completed utilisation",
      what: "The same with completed visits only.",
    },
    fill_rate: {
      name: "Fill rate",
      what: "Slots of sessions in which a visit takes any minute, of all whole slots. Overbooks are not in it.",
    },
    overbooked: {
      name: "Overbooked",
      what: "Minutes of visits that were booked on top of others.",
    },
    unfilled_capacity: {
      name: "Unfilled capacity",
      what: "Open minutes that no visit took, of the minutes of sessions that are over.",
    },
    no_show_rate: {
      name: "No-show rate",
      what: "Missed visits, of those of which it is known whether the patient came. Cancelled visits and walk-ins are not in it.",
    },
    late_cancel_rate: {
      name: "Late cancellations",
      what: "Visits that the patient called off later than your limit, of all that have ended.",
    },
    bump_rate: {
      name: "Bump rate",
      what: "Visits that the clinic moved or called off, of all that were booked.",
    },
    completion_rate: {
      name: "Completion rate",
      what: "Completed visits, of all that have ended, cancelled ones among them.",
    },
    orphaned: {
      name: "Without hours",
      what: "Booked visits that no session supports any more.",
    },
    backfill_rate: {
      name: "Backfill rate",
      what: "Times that were given back and filled again by at least a half, of all that were given back.",
    },
    time_to_fill: {
      name: "Time to fill",
      what: "From giving a time back to the booking that filled it, of those that were filled.",
    },
    arrive_to_room: { name: "Arrival to room", what: "Minutes from arrival to the room." },
    room_to_provider: { name: "Room to provider", what: "Minutes from the room to the provider." },
    provider_time: { name: "Time with the provider", what: "Minutes from the provider to out." },
    visit_cycle: { name: "Whole visit", what: "Minutes from arrival to out." },
    booking_effort: { name: "Booking effort", what: "Seconds from the first key to the booking, at this desk." },
    booking_keystrokes: { name: "Keys of a booking", what: "Keys that a booking took. The mouse has none." },
    average_booking_time: { name: "Average booking time", what: "The mean of the seconds that a booking took." },
    visits: { name: "Visits", what: "Visits of these days, without those that were called off." },
    appointments_today: { name: "Visits today", what: "The visits of today, where today is among the days." },
    active_users: {
      name: "Active people",
      what: "People who did anything at this desk on these days. Of the whole practice only.",
    },
    providers: { name: "Providers", what: "Providers in use. A person at two locations counts twice." },
    patients: { name: "Patients", what: "Patients on record, those who left among them." },
  } satisfies Record<Metric, MetricSaid>,
  counted: {
    visits: (n: number) => count(n, "visit", "visits"),
    releases: (n: number) => count(n, "time given back", "times given back"),
    slots: (n: number) => count(n, "slot", "slots"),
    minutes: (n: number) => count(n, "minute", "minutes"),
    days: (n: number) => count(n, "day", "days"),
    seconds: (n: number) => count(n, "second", "seconds"),
    keystrokes: (n: number) => count(n, "key", "keys"),
    people: (n: number) => count(n, "person", "people"),
  } satisfies Record<Unit, (n: number) => string>,
  why: {
    nothing: "there is none of it in these days",
    not_recorded: "it happened, but nobody wrote down what is asked",
    requests_not_logged: "requests that were turned away are not written down",
    no_hours: "there are no hours in these days, or none that are over",
    nothing_released: "no time was given back that has come since",
    beyond_search: "nothing is open as far ahead as was looked",
    today_not_asked: "today is not among these days",
    not_looked_up: "nobody wrote it down for these filters",
  } satisfies Record<Why, string>,
  unknown: (why: string) => `not known: ${why}`,
  partOf: (part: string, whole: string) => `${part} of ${whole}`,
  made: (value: string, part: string, whole: string) => `${value} (${part} of ${whole})`,
  spread: (median: string, p90: string, of: number) =>
    `half within ${median}, nine of ten within ${p90} (${count(of, "case", "cases")})`,
  mean: (value: string, of: number) => `${value} on average (${count(of, "case", "cases")})`,
  group: {
    access: "Access",
    time: "Time",
    attendance: "Attendance",
    back: "Time that was given back",
    clinic: "In the clinic",
    desk: "The desk and the platform",
  },
};
