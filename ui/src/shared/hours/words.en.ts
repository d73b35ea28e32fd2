import { countEn as count } from "../words/numbers";

export const en = {
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
      ? `Third next available (${type}): ${after}, as before.`
      : `Third next available (${type}): ${after} instead of ${before}.`,
  noTime: "none within 90 days",
  who: (n: number) => `Whose time: ${count(n, "visit", "visits")}`,
  more: (n: number) => `And ${count(n, "more", "more")}.`,
  onList: (n: number) => `${count(n, "visit lost its time", "visits lost their time")}: see “Without hours”.`,
};
