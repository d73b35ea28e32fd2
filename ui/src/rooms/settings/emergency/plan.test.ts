import type { EmergencyPlanView } from "@bridge";
import { expect, it } from "vitest";
import { hasOtherWords, leavingOut, phrasesOf, valuesOf, wordsIn } from "./plan";

const plan: EmergencyPlanView = {
  version: 3,
  shipped: [
    { group: "call_emergency_number", name: "chest pain", phrases: "chest @pain; band .. around .. chest" },
    { group: "same_day", name: "jaundice", phrases: "yellow skin/eyes" },
  ],
  script: "Hang up and dial.",
  number: "911",
  added: [
    { group: "call_emergency_number", words: "code lilac" },
    { group: "call_emergency_number", words: "blue light" },
    { group: "same_day", words: "cast too tight" },
  ],
  left_out: ["jaundice"],
  reviewed_by: "",
  reviewed_on: null,
};

it("reads words of the clinic's own line by line, and back", () => {
  const values = valuesOf(plan);
  expect(values.own.call_emergency_number).toBe("code lilac\nblue light");
  expect(wordsIn(values)).toEqual({ added: plan.added, left_out: ["jaundice"] });
  values.own.same_day = "\n  cast too tight \n\n";
  expect(hasOtherWords(values, plan), "space around and empty lines are no other words").toBe(false);
  values.own.same_day = "cast too loose";
  expect(hasOtherWords(values, plan)).toBe(true);
});

it("leaves names out in the order of the list, and keeps those of an older list", () => {
  expect(leavingOut(plan, ["jaundice", "gone"], "chest pain", true)).toEqual(["gone", "chest pain", "jaundice"]);
  expect(leavingOut(plan, ["chest pain", "jaundice"], "jaundice", false)).toEqual(["chest pain"]);
});

it("shows phrases one by one, with signs that are explained", () => {
  expect(phrasesOf("chest @pain; band .. around .. chest; @pain .. jaw & chest/arm; breath*")).toEqual([
    "chest ‹pain›",
    "band … around … chest",
    "‹pain› … jaw + chest/arm",
    "breath*",
  ]);
});
