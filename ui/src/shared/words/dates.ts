// Dates and times in words. The desk sends wall-clock text of the clinic's zone (`2026-11-24T10:15`); nothing here
// looks at this PC's zone; its clock is asked only in a form, for a date to suggest and for what "tomorrow" is. Months are
// always names, so that no order of day and month can be mistaken; what is typed in figures is read back with one. Times are those of the wall, in 24 hours, as the desk's own sentences have them.
import { locale, pcTag } from "./locale.svelte";
import { TAGS } from "./numbers";
import { sharedWords } from "./shared";

const DAY_MS = 86_400_000;

function format(options: Intl.DateTimeFormatOptions): (date: string) => string {
  const inZone = (tag: string) => new Intl.DateTimeFormat(tag, { ...options, timeZone: "UTC" });
  const formats = { en: inZone(TAGS.en), es: inZone(TAGS.es) };
  return (date) => formats[locale()].format(atNoon(date)).replace(",", "");
}

/** "Tuesday 24 November 2026", without the comma's noise. */
export const longDay = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });

/** "Tue 24 Nov". */
export const shortDay = format({ weekday: "short", day: "numeric", month: "short" });

/** "Tue 24 Nov 2026". */
export const wholeDay = format({ weekday: "short", day: "numeric", month: "short", year: "numeric" });

/** "November 2026". */
export const monthName = format({ month: "long", year: "numeric" });

/** "Tuesday". */
export const weekdayOf = format({ weekday: "long" });

/** "Monday" for 1. */
export const weekdayName = (day: number): string => sentence(weekdayOf(plusDays("2026-11-22", day)));

/** With a capital, as a heading or a label begins. */
export const sentence = (words: string): string => words.charAt(0).toLocaleUpperCase() + words.slice(1);

/** The first day of the week where this PC stands: 0 = Sunday. */
export function firstWeekday(): number {
  const region = new Intl.Locale(pcTag) as Intl.Locale & { weekInfo?: Intl.WeekInfo };
  // A property at first, a function in the standard.
  const { firstDay } = region.weekInfo ?? region.getWeekInfo();
  return firstDay % 7;
}

/** The first day of the week that a date is in. */
export const weekStart = (date: string): string =>
  plusDays(date, -((atNoon(date).getUTCDay() - firstWeekday() + 7) % 7));

/** "2 Jan 1980", or words that say it is not known. */
export const birthDay = (date: string | null): string => (date ? fullDay(date) : sharedWords.birthDateUnknown);

/** "24 Nov 2026". */
export const fullDay = format({ day: "numeric", month: "short", year: "numeric" });

/** The date of `2026-11-24T10:15`. */
export const dateOf = (wall: string): string => wall.slice(0, 10);

/** The time of `2026-11-24T10:15`. */
export const timeOf = (wall: string): string => wall.slice(11, 16);

/** "Tue 24 Nov 10:15", or "today 10:15" when that is known. */
export function wallTime(wall: string, today?: string): string {
  const day = dateOf(wall);
  return `${day === today ? sharedWords.today : shortDay(day)} ${timeOf(wall)}`;
}

/** "Tue 24 Nov 10:15-10:30" with a true dash. */
export const wallSpan = (start: string, end: string): string => `${wallTime(start)}–${timeOf(end)}`;

/** A UTC text in the clinic's zone: "24 Nov 2026, 10:15". */
export function instantIn(zone: string, utc: string): string {
  const text = /(Z|[+-]\d\d:?\d\d)$/.test(utc) ? utc : `${utc}Z`;
  const options = { dateStyle: "medium", timeStyle: "short", hourCycle: "h23", timeZone: zone } as const;
  return new Intl.DateTimeFormat(TAGS[locale()], options).format(new Date(text.replace(" ", "T")));
}

/** A moment on the clinic's wall: "24 Nov 2026, 10:15". */
export const wallMoment = (wall: string): string => `${fullDay(dateOf(wall))}, ${timeOf(wall)}`;

/** Today in a zone by this PC's clock, as a suggestion for a form; in this PC's own zone when none is named. */
export function todayIn(zone?: string): string {
  const figures = figuresOf(new Date(), TAGS.en, zone);
  const of = (type: string) => figures.find((it) => it.type === type)?.value;
  return `${of("year")}-${of("month")}-${of("day")}`;
}

export const plusDays = (date: string, days: number): string => isoDate(atNoon(date).getTime() + days * DAY_MS);

/** The same day of another month, or that month's last day. */
export function plusMonths(date: string, months: number): string {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return isoDate(Date.UTC(year, month - 1 + months, Math.min(day, last)));
}

/** "2 h 05 min", "45 min". */
export function duration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, "0")} min`;
}

/** "in 12 s", "in 3 min": for a countdown. */
export const wait = (seconds: number): string => (seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`);

/** "09:30" for "9:30", "930", "9.30" or "9"; null for what is no time of day. */
export function clockTime(words: string): string | null {
  const found = /^(\d{1,2})(?:[:.h]?(\d{2}))?$/.exec(words.trim().toLowerCase());
  const [hour, minute] = [Number(found?.[1]), Number(found?.[2] ?? 0)];
  if (!found || hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

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

/** With dots the day comes first, with a year of four digits before them that; else it is the order of this PC. */
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

/** The year, month and day of a moment in a zone, in the order of a language. */
function figuresOf(moment: Date, tag: string, zone?: string): Intl.DateTimeFormatPart[] {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  const figures = new Intl.DateTimeFormat(tag, { ...parts, ...(zone ? { timeZone: zone } : {}) });
  return figures.formatToParts(moment).filter((it) => it.type in parts);
}

const isoDate = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

function atNoon(date: string): Date {
  return new Date(`${dateOf(date)}T12:00:00Z`);
}
