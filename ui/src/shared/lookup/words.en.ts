import { countEn as count } from "../words/numbers";

export const en = {
  placeholder: "Name, birth date, phone or record number",
  newPatient: (typed: string) => (typed ? `New patient “${typed}”` : "New patient"),
  several: "Several patients match. Press Down to choose one.",
  found: (n: number, hasMore: boolean) =>
    n === 0 ? "No patient found" : count(n, "patient found", "patients found") + (hasMore ? ", and more: type on" : ""),
  none: "Nobody found by these words.",
  more: "More patients match. Type more of the name, or the birth date.",
  enterPicks: (name: string, born: string) => `Enter: ${name}, ${born}`,
  enterRegisters: "Enter: register a new patient",
  downChooses: "Down: choose from the list",
  nextVisit: (when: string) => `next ${when}`,
};
