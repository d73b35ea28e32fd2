import { countEn as count } from "@shared/words/numbers";

export const en = {
  log: "Note a call",
  title: (patient: string) => `Call to ${patient}`,
  whatCame: "What came of it",
  again: "Call again",
  at: "At",
  on: "On",
  notATime: "Type a time such as 9:30, or nothing.",
  save: "Note the call",
  done: (patient: string, outcome: string) => `${patient}: ${outcome}. The call is noted.`,
  count: (n: number, last: string) => `${count(n, "call", "calls")}, ${last}`,
  againAt: (when: string) => `again ${when}`,
};
