import { expect, it } from "vitest";
import { speak } from "./locale.svelte";
import { birthInWords, dateInWords } from "./typed";

// 24 November 2026 is a Tuesday.
it.each([
  ["today", "2026-11-24"],
  ["t", "2026-11-24"],
  ["tomorrow", "2026-11-25"],
  ["+3", "2026-11-27"],
  ["-1", "2026-11-23"],
  ["+2w", "2026-12-08"],
  ["+1m", "2026-12-24"],
  ["wed", "2026-11-25"],
  ["tue", "2026-12-01"],
  ["Monday", "2026-11-30"],
  ["+3d", "2026-11-27"],
  ["-2w", "2026-11-10"],
  ["in 3 days", "2026-11-27"],
  ["in 2 weeks", "2026-12-08"],
  ["this fri", "2026-11-27"],
  ["next fri", "2026-12-04"],
  ["next Tuesday", "2026-12-01"],
  ["next mon", "2026-11-30"],
  ["last fri", "2026-11-20"],
  ["last tue", "2026-11-17"],
  ["next week", "2026-12-01"],
  ["next month", "2026-12-24"],
  ["  day  after tomorrow ", "2026-11-26"],
  ["24.11", "2026-11-24"],
  ["1.12.", "2026-12-01"],
  ["3.1", "2027-01-03"],
  ["1.9", "2026-09-01"],
  ["24 nov 2027", "2027-11-24"],
  ["Dec 5", "2026-12-05"],
  ["5 december", "2026-12-05"],
  ["2026-2-9", "2026-02-09"],
  ["2027/2/9", "2027-02-09"],
  ["11/24", "2026-11-24"],
  ["02/01/1980", "1980-02-01"],
  ["2-1-27", "2027-02-01"],
  ["1.2.27", "2027-02-01"],
  ["02291984", "1984-02-29"],
  ["31 Sept 2026", null],
  ["30 Sept 2026", "2026-09-30"],
  ["hoy", "2026-11-24"],
  ["mañana", "2026-11-25"],
  ["ayer", "2026-11-23"],
  ["pasado mañana", "2026-11-26"],
  ["en 3 días", "2026-11-27"],
  ["en 2 semanas", "2026-12-08"],
  ["este vie", "2026-11-27"],
  ["próximo viernes", "2026-11-27"],
  ["viernes pasado", "2026-11-20"],
  ["próxima semana", "2026-12-01"],
  ["próximo mes", "2026-12-24"],
  ["+2s", "2026-12-08"],
  ["+1 mes", "2026-12-24"],
  ["mié", "2026-11-25"],
  ["sábado", "2026-11-28"],
  ["5 ene", "2027-01-05"],
  ["5 de diciembre", "2026-12-05"],
  ["24 de nov de 2027", "2027-11-24"],
])("understands %s", (words, date) => {
  expect(dateInWords(words, "2026-11-24")).toBe(date);
});

it.each([
  "",
  "31.2",
  "30 feb 2026",
  "2026-13-01",
  "soon",
  "monkey",
  "99",
  "13/1",
  "02291985",
  "1/2/198",
  "0119",
  "tu",
  "next",
  "next 24.11",
  "in fri",
  "next fri pasado x",
])("does not guess at %j", (words) => {
  expect(dateInWords(words, "2026-11-24")).toBeNull();
});

it.each([
  ["02011980", "1980-02-01"],
  ["2/1/80", "1980-02-01"],
  ["1 feb 26", "2026-02-01"],
  ["1.2.58", "1958-02-01"],
  ["1958-10-12", "1958-10-12"],
  ["1 feb", null],
  ["2/11", null],
  ["tue", null],
])("takes %s for a birth date only with its year", (words, date) => {
  expect(birthInWords(words, "2026-11-24")).toBe(date);
});

it("reads figures in the order of the language that is spoken, where the PC has another", () => {
  speak("es");
  expect([dateInWords("02/01/1980", "2026-11-24"), dateInWords("29021984", "2026-11-24")]).toEqual([
    "1980-01-02",
    "1984-02-29",
  ]);
  speak("en");
});
