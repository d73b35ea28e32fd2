import type { FaqEntryView, StarterPageView } from "@bridge";
import { expect, it } from "vitest";
import { isFound, keywordsOf, ownEntries, paragraphsOf, standingOf } from "./entries";

const entry = (question: string, is_active: boolean, answer = "Behind the house."): FaqEntryView => ({
  id: question,
  version: 1,
  question,
  answer,
  keywords: [],
  language: "en",
  is_active,
});
const page = (title: string, is_replaced: boolean): StarterPageView => ({
  title,
  body: "Next to\nthe building.",
  kind: "policy",
  source: "Starter",
  date: "2026-11-27",
  tags: [],
  is_replaced,
});

it("says what became of a page: shown, hidden, or replaced by the entry that is in use", () => {
  const own = [entry("Parking!", false), entry("PARKING", true), entry("Fasting", false)];
  expect(standingOf(page("Billing", false), own)).toEqual({ as: "shown" });
  expect(standingOf(page("Parking", true), own)).toEqual({ as: "replaced", by: own[1] });
  expect(standingOf(page("Fasting", true), own)).toEqual({ as: "hidden", by: own[2] });
});

it("lists what is in use first, and leaves out what only hides a page", () => {
  const entries = [
    entry("Zebra", true),
    entry("Parking", false, "Next to\nthe building."),
    entry("Fasting", false),
    entry("Árbol", true),
  ];
  const starters = [page("Parking", true), page("Fasting", true)];
  expect(ownEntries({ entries, starters }, "en").map((it) => it.question)).toEqual(["Árbol", "Zebra", "Fasting"]);
});

it("finds by the beginnings of words, whatever the accents", () => {
  expect(isFound("estac med", "¿Dónde puedo estacionar?", "Junto a la médica.")).toBe(true);
  expect(isFound("acion", "estacionar")).toBe(false);
  expect(isFound("", "anything")).toBe(true);
});

it("makes one line of a paragraph, and keeps lists and gaps", () => {
  expect(paragraphsOf("One\ntwo.\n\nThree\n- a\n- b\n1. c\n")).toBe("One two.\n\nThree\n- a\n- b\n1. c");
});

it("takes keywords between commas", () => {
  expect(keywordsOf(" car, garage ,, bus")).toEqual(["car", "garage", "bus"]);
});
