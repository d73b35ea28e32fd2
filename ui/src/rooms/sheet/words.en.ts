import { countEn as count } from "@shared/words/numbers";

export const en = {
  title: "Day sheet",
  print: "Print",
  time: "Time",
  patient: "Patient",
  visit: "Visit",
  phone: "Phone",
  status: "Status",
  remarks: "Remarks",
  closed: "closed",
  printed: (when: string) => `Printed ${when}`,
  visits: (n: number) => count(n, "visit", "visits"),
  nothing: "Nothing is booked.",
  confirmed: "confirmed",
  overbooked: "overbooked",
  alert: (text: string) => `Alert: ${text}`,
  interpreter: "interpreter",
  series: "one of a series",
  pages: (n: number) => count(n, "page", "pages"),
};
