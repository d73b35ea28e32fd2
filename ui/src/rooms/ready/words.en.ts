import { countEn as count } from "@shared/words/numbers";

export const en = {
  title: "Getting your clinic ready",
  lead: "What a clinic needs before its first visit is booked. Each line leads to its place; come back with Ctrl+1.",
  left: (n: number) => count(n, "thing is left", "things are left"),
  show: "Show the list",
  hide: "Hide the list",
  dismiss: "Do not show again",
  dismissed: "The list is gone. Everything on it stands in the settings.",
};
