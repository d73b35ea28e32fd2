import { countEn as count, figures } from "@shared/words/numbers";

export const en = {
  title: "Missed visits",
  loading: "Learning from the visits of two years. The first time of a day it takes some seconds.",
  ofAll:
    "Learnt from the visits of the whole practice. The location and the provider above choose whom to remind and where one more fits.",
  tooLittle: (known: number, needed: number) =>
    `Too little history to say anything: of ${count(known, "visit", "visits")} it is known whether somebody came, and ${figures(needed)} are needed.`,
  better: (rate: string) => `It tells visits apart better than the rate of everybody (${rate}).`,
  noBetter: (rate: string) =>
    `It is no better than the rate of everybody (${rate}), so that rate is what is said of each visit.`,
  humble:
    "It never looks at age, sex, language, address, payer or diagnosis. It says a share of visits alike and nothing of a person, and is never a ground to refuse anybody or to offer a worse time.",
  judged: {
    title: "How good it is",
    brier: "Distance from what came (Brier score)",
    brierWhat: "The mean square of the distance. 0 is perfect.",
    besideBase: (own: string, base: string) => `${own}; the rate of everybody ${base}`,
    gain: "Closer by",
    gainWhat: "With its standard error; below 0 it is farther. It is believed above 1.645 times the error.",
    auc: "Order (AUC)",
    aucWhat: "How often a missed visit was given more than a kept one. 0.5 is chance.",
    points: "Said beside missed",
    tooMuch: (points: string) => `${points} points too much on average`,
    tooLittle: (points: string) => `${points} points too little on average`,
    byTenths: (points: string) => `By tenths of the visits it is ${points} points off.`,
    learntFrom: "Learnt from",
    regression: "All that was known when each was booked, weighed together.",
    rates: "The rates of types and of days ahead: there is too little history for more.",
    judgedOn: "Judged on",
    judgedWhat: (missed: number, since: string) =>
      `Later ones that it had not seen, since ${since}. ${count(missed, "of them was", "of them were")} missed.`,
    visits: (n: number) => count(n, "visit", "visits"),
  },
  calibration: {
    title: "What was said and what came",
    lead: "Each dot is a part of the visits, by what was said. On the broken line as many were missed as was said; bars are 95% intervals.",
    chart: (parts: number, visits: string) =>
      `What was said of ${visits} beside what came, in ${count(parts, "part", "parts")}`,
    pair: (said: string, came: string) => `where ${said} was said, ${came} were missed`,
    said: "Said",
    came: "Missed",
    interval: "95% interval",
    span: (from: string, to: string) => `${from} to ${to}`,
    visits: "Visits",
    asTable: "As a table",
  },
  remind: {
    open: "Whom to remind first",
    day: "Day",
    previous: "Previous day",
    next: "Next day",
    visits: (n: number) => count(n, "booked visit", "booked visits"),
    believed:
      "The likeliest to be missed first. A chance is a share of visits alike. Enter opens a visit on the board.",
    notBelieved:
      "The order is by time, and the chance is the rate of everybody: what is known does not tell these visits apart. Enter opens a visit on the board.",
    unknown: "The order is by time: there is too little history to say a chance. Enter opens a visit on the board.",
    none: (day: string) => `No booked visits are to come on ${day}.`,
    time: "Time",
    confirmation: "Confirmation",
    chance: "Chance",
    why: "Why",
    list: "Open the list of the unconfirmed",
  },
  reason: {
    booked_ahead: (days: number) => `booked ${count(days, "day", "days")} ahead`,
    sameDay: "booked on the same day",
    missed: (missed: number, of: number) => `missed ${figures(missed)} of ${figures(of)}`,
    first_visit: "first visit",
    weekday: (day: string) => `on a ${day}`,
    hour: (from: string, to: string) => `between ${from} and ${to}`,
    of_series: "one of a series",
    booked_by_clinic: "booked by the clinic",
    appointment_type: (name: string) => `type ${name}`,
    location: (name: string) => `at ${name}`,
    provider: (name: string) => `with ${name}`,
  },
  extra: {
    title: "Where one more visit fits",
    bounds:
      "Nobody is expected to wait more than 10 minutes longer for it, and the session is expected to end at most 15 minutes late. Patients who are late and visits that last longer are not in it.",
    none: "On the days ahead no session has a time for one more visit that keeps to this.",
    booked: "In the session",
    expected: (booked: number, missed: string) => `${figures(booked)} booked, ${missed} expected not to come`,
    waits: "Expected waits",
    own: (wait: string) => `${wait} for this visit`,
    added: (wait: string) => `at most ${wait} more for anybody`,
    over: (wait: string) => `${wait} over the end`,
    underOne: "under 1 min",
    open: "Open the day",
  },
};
