// Dates and times in words. The desk sends wall-clock text of the clinic's zone (`2026-11-24T10:15`); nothing here
// looks at this PC's zone; its clock is asked only in a form, for a date to suggest and for what "tomorrow" is. Months are
// always names, so that no order of day and month can be mistaken. Times are those of the wall, in 24 hours, as the desk's own sentences have them.
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

/** 1 = Monday. */
export const isoWeekday = (date: string): number => atNoon(date).getUTCDay() || 7;

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

/** The year, month and day of a moment in a zone, in the order of a language. */
export function figuresOf(moment: Date, tag: string, zone?: string): Intl.DateTimeFormatPart[] {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  const figures = new Intl.DateTimeFormat(tag, { ...parts, ...(zone ? { timeZone: zone } : {}) });
  return figures.formatToParts(moment).filter((it) => it.type in parts);
}

export const isoDate = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export function atNoon(date: string): Date {
  return new Date(`${dateOf(date)}T12:00:00Z`);
}
