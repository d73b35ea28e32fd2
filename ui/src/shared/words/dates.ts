// Dates and times in words. The desk sends wall-clock text of the clinic's zone (`2026-11-24T10:15`); nothing here
// looks at this PC's zone; its clock is asked only to suggest a date in a form. Months are always names, so that no order
// of day and month can be mistaken. Times are those of the wall, in 24 hours, as the desk's own sentences have them.
import { CalendarDate, parseDate, startOfWeek, today } from "@internationalized/date";
import { locale, pcTag } from "./locale.svelte";
import { TAGS } from "./numbers";
import { sharedWords } from "./shared";

function format(options: Intl.DateTimeFormatOptions): (date: string) => string {
  const inZone = (tag: string) => new Intl.DateTimeFormat(tag, { ...options, timeZone: "UTC" });
  const formats = { en: inZone(TAGS.en), es: inZone(TAGS.es) };
  return (date) => formats[locale()].format(atNoon(date)).replace(",", "");
}

/** "Tuesday 24 November 2026", without the comma's noise. */
export const longDay = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });

/** "Tue 24 Nov". */
export const shortDay = format({ weekday: "short", day: "numeric", month: "short" });

const weekday = format({ weekday: "long" });

/** "Monday" for 1. */
export const weekdayName = (day: number): string => sentence(weekday(plusDays("2026-11-22", day)));

/** With a capital, as a heading or a label begins. */
export const sentence = (words: string): string => words.charAt(0).toLocaleUpperCase() + words.slice(1);

/** The first day of the week where this PC stands: 0 = Sunday. */
export function firstWeekday(): 0 | 1 | 2 | 3 | 4 | 5 | 6 {
  const first = startOfWeek(parseDate("2026-11-24"), pcTag).toString();
  return atNoon(first).getUTCDay() as 0 | 1 | 2 | 3 | 4 | 5 | 6;
}

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

/** Today in a zone by this PC's clock, as a suggestion for a form. */
export const todayIn = (zone: string): string => today(zone).toString();

export const plusDays = (date: string, days: number): string => parseDate(date).add({ days }).toString();

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
/** Days away, weeks and months on, by their own words, squeezed together. */
const NAMED_STEPS: Record<string, { days?: number; weeks?: number; months?: number }> = {
  tomorrow: { days: 1 },
  tom: { days: 1 },
  manana: { days: 1 },
  dayaftertomorrow: { days: 2 },
  pasadomanana: { days: 2 },
  yesterday: { days: -1 },
  ayer: { days: -1 },
  nextweek: { weeks: 1 },
  proximasemana: { weeks: 1 },
  nextmonth: { months: 1 },
  proximomes: { months: 1 },
  lastweek: { weeks: -1 },
  semanapasada: { weeks: -1 },
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
/** Days, weeks, months; "s" for "semanas". */
const UNITS = { d: "days", w: "weeks", s: "weeks", m: "months" } as const;

/**
 * The date that a person means by "today", "+2w", "in 3 days", "tue" (the coming one), "next fri" (of the week after
 * this one), "last mon", "24.11", "24 nov", "24 nov 2027" or "2026-11-24", and by the Spanish for it ("hoy", "+2s", "en 3
 * días", "mar", "vie pasado", "24 de nov"), whatever the window's language. A day and month without a year mean the
 * nearest one not long past. Null when it is none of these.
 */
export function dateInWords(words: string, now: string): string | null {
  const text = words.trim().toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/\s+/g, " ");
  const base = parseDate(now);
  if (TODAY.includes(text)) return now;
  const named = NAMED_STEPS[text.replaceAll(" ", "")];
  if (named) return base.add(named).toString();
  const step = /^(\+|-|in |en )\s?(\d{1,3})\s?([dwsm]?)[a-z]*$/.exec(text);
  if (step) {
    const count = Number(step[2]) * (step[1] === "-" ? -1 : 1);
    return base.add({ [UNITS[(step[3] || "d") as keyof typeof UNITS]]: count }).toString();
  }
  return weekdayInWords(text, base) ?? ordinaryDate(text, base);
}

/** "fri", "next fri", "last fri", "viernes", "proximo viernes", "viernes pasado"; "proximo" is the coming one. */
function weekdayInWords(text: string, base: CalendarDate): string | null {
  const found = /^(?:(next|last|this|proximo|este) )?([a-z]+)(?: (pasado))?$/.exec(text);
  const [, which = "", name = "", past] = found ?? [];
  const weekday = WEEKDAYS.findIndex((names) => names.some((it) => name === it || name === it.slice(0, 3)));
  if (weekday < 0) return null;
  const here = isoWeekday(base.toString());
  if (which === "next") return base.add({ days: 7 - here + weekday }).toString();
  if (which === "last" || past) return base.subtract({ days: ((here - weekday + 6) % 7) + 1 }).toString();
  return base.add({ days: ((weekday - here + 6) % 7) + 1 }).toString();
}

/** 0 = Monday. */
function isoWeekday(date: string): number {
  return (atNoon(date).getUTCDay() + 6) % 7;
}

function ordinaryDate(text: string, base: CalendarDate): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return valid(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dotted = /^(\d{1,2})\.\s?(\d{1,2})\.?\s?(\d{4})?$/.exec(text);
  if (dotted) return nearest(Number(dotted[1]), Number(dotted[2]), dotted[3], base);
  const named = /^(\d{1,2})\s*(?:de\s)?\s*([a-z]{3})[a-z]*\s*(?:de\s)?\s*(\d{4})?$/.exec(text) ?? swapped(text);
  if (!named) return null;
  const month = Math.max(MONTHS_EN.indexOf(named[2] ?? ""), MONTHS_ES.indexOf(named[2] ?? "")) + 1;
  return month === 0 ? null : nearest(Number(named[1]), month, named[3], base);
}

/** "nov 24" read as "24 nov". */
function swapped(text: string): (string | undefined)[] | null {
  const found = /^([a-z]{3})[a-z]*\s*(\d{1,2}),?\s*(\d{4})?$/.exec(text);
  return found ? [found[0], found[2], found[1], found[3]] : null;
}

/** Without a year: this year's, unless that is more than three months ago. */
function nearest(day: number, month: number, year: string | undefined, base: CalendarDate): string | null {
  if (year) return valid(Number(year), month, day);
  const thisYear = valid(base.year, month, day);
  if (thisYear && parseDate(thisYear).compare(base.subtract({ months: 3 })) >= 0) return thisYear;
  return valid(base.year + 1, month, day) ?? thisYear;
}

function valid(year: number, month: number, day: number): string | null {
  const date = new CalendarDate(year, month, day);
  return date.year === year && date.month === month && date.day === day ? date.toString() : null;
}

function atNoon(date: string): Date {
  return new Date(`${dateOf(date)}T12:00:00Z`);
}
