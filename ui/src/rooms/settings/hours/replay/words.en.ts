import type { Measure } from "@bridge";
import { countEn as count, figures } from "@shared/words/numbers";

export const en = {
  heading: "Last year with these hours",
  begins: "Reading the visits of last year…",
  doneOf: (done: string, total: string) => `${done} of ${total} runs`,
  wasStopped: "Stopped. Nothing was changed, and the hours are as you typed them.",
  isOfOthers: "These figures are of other hours than those above. Try it again.",
  nobody: (name: string) => `Nobody asked for ${name} in these days, so there is nothing to replay.`,
  period: (first: string, last: string) => `${first} to ${last}.`,
  open: (after: string, before: string) => `${after} h open instead of ${before} h.`,
  openAsBefore: (hours: string) => `${hours} h open, as before.`,
  noDifference: "No clear difference: with these hours it would have been much the same.",
  says: {
    third: (by: string, isLess: boolean) => `third next available ${by} ${isLess ? "sooner" : "later"}`,
    utilisation: (after: string, before: string) => `utilisation ${after} instead of ${before}`,
    unmet: (after: string, before: string) => `${after} of the requests without a time instead of ${before}`,
    overtime: (by: string, isLess: boolean) => `${by} ${isLess ? "less" : "more"} overtime a day`,
    waitMedian: (by: string, isLess: boolean) => `half of the patients wait ${by} ${isLess ? "less" : "longer"}`,
    waitP90: (by: string, isLess: boolean) => `nine of ten waits end ${by} ${isLess ? "sooner" : "later"}`,
    leadMedian: (by: string, isLess: boolean) => `half of the visits are ${by} ${isLess ? "sooner" : "later"}`,
    leadP90: (by: string, isLess: boolean) => `nine of ten visits lie ${by} ${isLess ? "nearer" : "further off"}`,
  },
  days: (n: number) => count(n, "day", "days"),
  minutes: (n: number) => count(n, "minute", "minutes"),
  column: {
    measure: "Figure",
    really: "What happened",
    before: "Replayed as it was",
    after: "With these hours",
    difference: "Difference",
  },
  measure: {
    third_next_days: { name: "Third next available", unit: "days, on average over the weeks" },
    utilisation: { name: "Utilisation", unit: "booked of the open minutes, no-shows included" },
    overtime_minutes: { name: "Overtime", unit: "minutes a day after the end of the hours" },
    wait_median_minutes: { name: "Wait, half of the patients", unit: "minutes at most until they are seen" },
    wait_p90_minutes: { name: "Wait, nine of ten patients", unit: "minutes at most until they are seen" },
    lead_median_days: { name: "Lead time, half of the visits", unit: "days at most from asking to the visit" },
    lead_p90_days: { name: "Lead time, nine of ten visits", unit: "days at most from asking to the visit" },
    unmet: { name: "Requests without a time", unit: "of the requests; nothing free within 90 days" },
  } satisfies Record<Measure, { name: string; unit: string }>,
  notKnown: "not known",
  spread: (middle: string, low: string, high: string) => `${middle} (${low}–${high})`,
  change: (middle: string, low: string, high: string) => `${middle} (${low} to ${high})`,
  points: (n: string) => `${n} points`,
  same: "none",
  clear: "clear",
  unclear: "may be chance",
  read: {
    title: "How to read it",
    runs: (n: number) =>
      `${count(n, "run", "runs")} of the same patients, each with other luck: which weeks are busy, who is late, how long visits take. Both hours meet the same luck.`,
    spread: "The first number is the middle of the runs. Nine of ten runs lie within the brackets.",
    trust: "The further “Replayed as it was” is from “What happened”, the less the rest is to be trusted.",
    clear: "“Clear”: the difference points the same way in at least nineteen of twenty runs.",
    ninety: "90 days of third next available stand for 90 or more.",
  },
  limits: {
    title: "What it cannot know",
    unmet_demand:
      "Who asked in vain, or did not ask because it was no use, is written down nowhere. More time may bring more patients.",
    behaviour_with_access:
      "Patients call off and stay away less when they wait less. Here everybody stays as they were.",
    wishes:
      "Whether somebody wanted a later day or put up with it is read off the book. The wished time of day, and who would have gone to somebody else, is not known.",
    simpler_than_the_book:
      "Rooms, devices, overbooks, time that is kept free, groups and moved visits are not replayed.",
    past_hours: (n: number, of: number) =>
      `Hours that were changed in place look as if they had always been so: ${figures(n)} of ${count(of, "visit lies", "visits lie")} outside the hours as they are now.`,
    few_visits: (n: number) => `${count(n, "visit is", "visits are")} few, and say little of a year.`,
    without_booking_time: (n: number, of: number) =>
      `Of ${figures(n)} of ${count(of, "visit", "visits")} it is not known when they were asked for. They keep their day.`,
    overbooks: (n: number, of: number) =>
      `${figures(n)} of ${count(of, "visit", "visits")} were overbooks. Here they take a time of their own.`,
    without_outcome: (n: number, of: number) =>
      `What became of ${figures(n)} of ${count(of, "visit", "visits")} is not written down. They share the fate of others.`,
    without_times: (n: number, of: number) =>
      `Of ${figures(n)} of ${count(of, "patient", "patients")} who came it is not known how long they were seen.`,
    without_arrival: (n: number, of: number) =>
      `Of ${figures(n)} of ${count(of, "patient", "patients")} who came it is not known when they arrived.`,
    left_out: (n: number) =>
      `${count(n, "visit", "visits")} without a provider, or beside the first of a group, are left out.`,
  },
};
