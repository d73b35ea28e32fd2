import { countEn as count } from "@shared/words/numbers";

export const en = {
  title: "Day sheet",
  time: "Time",
  status: "Status",
  remarks: "Remarks",
  calls: "Status, calls",
  closed: "closed",
  printed: (when: string) => `Printed ${when}`,
  visits: (n: number) => count(n, "visit", "visits"),
  nothing: "Nothing is booked for this day.",
  confirmed: "confirmed",
  overbooked: "overbooked",
  alert: (text: string) => `Alert: ${text}`,
  interpreter: "interpreter",
  series: "one of a series",
  pages: (n: number) => count(n, "page", "pages"),
};
