// Dates as people type them, in either language whatever the window's, in words or in figures. What reads
// as no date, or as one that is not in the calendar, is none. What was read is shown with its month as a word.
import { atNoon, figuresOf, isoDate, plusDays, plusMonths } from "./dates";
import { locale, pcTag } from "./locale.svelte";
import { TAGS } from "./numbers";

const TODAY = ["today", "t", "0", "hoy", "h"];
/** Days, weeks and months by their own words, squeezed together. */
const NAMED_STEPS: Record<string, [count: number, unit: string]> = {
  tomorrow: [1, "d"],
  tom: [1, "d"],
  manana: [1, "d"],
  dayaftertomorrow: [2, "d"],
  pasadomanana: [2, "d"],
  yesterday: [-1, "d"],
  ayer: [-1, "d"],
  nextweek: [1, "w"],
  proximasemana: [1, "w"],
  nextmonth: [1, "m"],
  proximomes: [1, "m"],
  lastweek: [-1, "w"],
  semanapasada: [-1, "w"],
};
/** From Monday on, in both languages; whole, or their first three letters. */
const WEEKDAYS = [
  ["monday", "lunes"],
  ["tuesday", "martes"],
  ["wednesday", "miercoles"],
  ["thursday", "jueves"],
  ["friday", "viernes"],
  ["saturday", "sabado"],
  ["sunday", "domingo"],
];
const MONTHS_EN = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTHS_ES = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];

/**
 * The date that a person means by "today", "+2w", "in 3 days", "tue" (the coming one), "next fri" (of the week after
 * this one), "last mon", "24.11", "24 nov", "24 nov 2027", "24/11/26", "24112026" or "2026-11-24", and by the Spanish for
 * it ("hoy", "+2s", "en 3 días", "mar", "vie pasado", "24 de nov"), whatever the window's language. A day and month
 * without a year mean the nearest one not long past. Null when it is none of these.
 */
export function dateInWords(words: string, now: string): string | null {
  const text = words.trim().toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/\s+/g, " ");
  if (TODAY.includes(text)) return now;
  const named = NAMED_STEPS[text.replaceAll(" ", "")];
  if (named) return stepped(now, ...named);
  const step = /^(\+|-|in |en )\s?(\d{1,3})\s?([dwsm]?)[a-z]*$/.exec(text);
  if (step) return stepped(now, Number(step[2]) * (step[1] === "-" ? -1 : 1), step[3]);
  return weekdayInWords(text, now) ?? dateInFigures(text, now) ?? namedDate(text, now);
}

/** The date of somebody's birth, whose year is never left to be guessed; of two digits it is no coming one. */
export function birthInWords(words: string, now: string): string | null {
  const hasYear = /\d{4}/.test(words);
  const short = hasYear ? null : /^(\d.*\D)(\d\d)$/.exec(words.trim());
  if (!short) return hasYear ? dateInWords(words, now) : null;
  return dateInWords(`${short[1]}${Number(short[2]) > Number(now.slice(2, 4)) ? 19 : 20}${short[2]}`, now);
}

/** Days, weeks or months on; "s" for "semanas". */
function stepped(now: string, count: number, unit = ""): string {
  if (unit === "m") return plusMonths(now, count);
  return plusDays(now, unit === "w" || unit === "s" ? 7 * count : count);
}

/** "fri", "next fri", "last fri", "viernes", "proximo viernes", "viernes pasado"; "proximo" is the coming one. */
function weekdayInWords(text: string, now: string): string | null {
  const found = /^(?:(next|last|this|proximo|este) )?([a-z]+)(?: (pasado))?$/.exec(text);
  const [, which = "", name = "", past] = found ?? [];
  const weekday = WEEKDAYS.findIndex((names) => names.some((it) => name === it || name === it.slice(0, 3)));
  if (weekday < 0) return null;
  const here = (atNoon(now).getUTCDay() + 6) % 7;
  if (which === "next") return plusDays(now, 7 - here + weekday);
  if (which === "last" || past) return plusDays(now, -((here - weekday + 6) % 7) - 1);
  return plusDays(now, ((weekday - here + 6) % 7) + 1);
}

/** A year of four digits may come first; else with dots the day does, and without them it is the order of this PC. */
function dateInFigures(text: string, now: string): string | null {
  const order = figureOrder();
  const run = /^\d{8}$/.test(text) && (order.startsWith("y") ? /(....)(..)(..)/ : /(..)(..)(....)/).exec(text);
  const parted = /^(\d{1,4})([/.-])\s?(\d{1,2})(?:\2\s?(\d{1,4})?)?$/.exec(text);
  const [first, second, third] = run ? run.slice(1) : [parted?.[1], parted?.[3], parted?.[4]];
  if (!first || !second) return null;
  if (first.length === 4) return third ? valid(Number(first), Number(second), Number(third)) : null;
  if (first.length === 3) return null;
  const isDayFirst = parted?.[2] === "." || order.indexOf("d") < order.indexOf("m");
  const [day, month] = isDayFirst ? [first, second] : [second, first];
  return nearest(Number(day), Number(month), third, now);
}

function namedDate(text: string, now: string): string | null {
  const named = /^(\d{1,2})\s*(?:de\s)?\s*([a-z]{3})[a-z]*\.?\s*(?:de\s)?\s*(\d{4})?$/.exec(text) ?? swapped(text);
  if (!named) return null;
  const month = Math.max(MONTHS_EN.indexOf(named[2] ?? ""), MONTHS_ES.indexOf(named[2] ?? "")) + 1;
  return month === 0 ? null : nearest(Number(named[1]), month, named[3], now);
}

/** "nov 24" read as "24 nov". */
function swapped(text: string): (string | undefined)[] | null {
  const found = /^([a-z]{3})[a-z]*\s*(\d{1,2}),?\s*(\d{4})?$/.exec(text);
  return found ? [found[0], found[2], found[1], found[3]] : null;
}

/** Without a year: this year's, unless that is more than three months ago. Two digits are a year of this century. */
function nearest(day: number, month: number, year: string | undefined, now: string): string | null {
  if (year) return valid(Number(year) + (year.length === 2 ? 2000 : 0), month, day);
  const ofNow = Number(now.slice(0, 4));
  const thisYear = valid(ofNow, month, day);
  if (thisYear && thisYear >= plusMonths(now, -3)) return thisYear;
  return valid(ofNow + 1, month, day) ?? thisYear;
}

function valid(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isThere = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isThere && year >= 1000 ? isoDate(date.getTime()) : null;
}

type FigureOrder = "dmy" | "mdy" | "ymd";

/** How a date is written in figures: as this PC has it for the window's language. */
export function figureOrder(): FigureOrder {
  const tag = pcTag.split("-")[0] === locale() ? pcTag : TAGS[locale()];
  return figuresOf(new Date(0), tag)
    .map((it) => it.type.charAt(0))
    .join("") as FigureOrder;
}
