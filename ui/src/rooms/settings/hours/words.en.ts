import { countEn as count } from "@shared/words/numbers";

export const en = {
  heading: "Hours",
  title: (name: string) => `Hours of ${name}`,
  none: "No hours set",
  always: "Always",
  set: "Set hours",
  setOf: (name: string) => `Set hours of ${name}`,
  add: "More hours",
  addOf: (name: string) => `More hours of ${name}`,
  changeOf: (name: string, hours: string) => `Change the hours of ${name}: ${hours}`,
  validFrom: "Valid from",
  validTo: "Valid to",
  validToHint: "Empty: without an end.",
  enterFirstDay: "Enter the first day.",
  weeks: "Every",
  every: (n: number) => (n === 1 ? "week" : `${n} weeks`),
  lanes: "Overbooks at a time",
  overbooks: (n: number) => (n === 0 ? "None" : `Up to ${n}`),
  week: "Week",
  weekHint: "A line a day, such as 8-12, 13-17. The gap between two times is the pause; an empty line is a day off.",
  closed: "Closed",
  notTimes: "Write times such as 08:00–12:00, 13:00–17:00, one after the other.",
  likeMonday: "Tuesday to Friday as Monday",
  save: "Save the hours",
  saved: (name: string) => `The hours of ${name} are saved.`,
  removed: (name: string) => `The hours of ${name} are removed.`,
  templateName: "Weekly hours",
  neverOpen: "Never",
  everyWeeks: (n: number) => ` every ${n} weeks`,
  since: (day: string) => `from ${day}`,
  between: (first: string, last: string) => `from ${first} to ${last}`,
  sessions: {
    title: "What the sessions take",
    session: "Session",
    typesOnly: (n: number) => (n === 1 ? "one type only" : `${n} types only`),
    kept: (percent: number) => `${percent}% kept free`,
    release: "Open to every type, days before",
    releaseHint: "Empty: never.",
    percent: "Kept free, percent",
    percentHint: "For what comes up late. An overbook may take it.",
    until: "Kept until, days before",
    untilHint: "0: until the day itself.",
    alike: (times: string) => `The same for every session of ${times}`,
  },
  proposal: {
    visits: (lost: number, regained: number) => {
      const back = regained > 0 ? `${regained} would have one again` : "";
      if (lost === 0)
        return back
          ? `${count(regained, "visit", "visits")} would have a time again.`
          : "Every booked visit keeps its time.";
      return `${[count(lost, "visit would lose its time", "visits would lose their time"), back].filter(Boolean).join(", ")}.`;
    },
    week: (after: string, before: string | null) =>
      before === null ? `${after} a week, as before.` : `${after} a week instead of ${before}.`,
    days: (after: string, before: string | null) =>
      before === null ? `${after} open on these days, as before.` : `${after} open on these days instead of ${before}.`,
    third: (type: string, after: string, before: string | null) =>
      before === null
        ? `Third next appointment (${type}): ${after}, as before.`
        : `Third next appointment (${type}): ${after} instead of ${before}.`,
    noTime: "none within 90 days",
    who: (n: number) => `Whose time: ${count(n, "visit", "visits")}`,
    more: (n: number) => `And ${count(n, "more", "more")}.`,
    onList: (n: number) => `${count(n, "visit lost its time", "visits lost their time")}: see “Without hours”.`,
  },
};
