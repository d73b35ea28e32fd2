// Weekly hours as a form knows them: for each weekday a line such as "08:00–12:00, 13:00–17:00", where the gap is the
// pause. What a session has beside its times (certain visit types, what is kept free, overbooks) stays with it as long as
// its times stand.
import type { OpenHoursView, SessionTimesView, TemplateView } from "@bridge";
import { clockTime, fullDay, weekdayName } from "@shared/words/dates";
import { hoursWords } from "./words";

/** 1 = Monday. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

const USUAL_DAY = "08:00–12:00, 13:00–17:00";
const USUAL_LANES = 1;

/** How many overbooks at a time a person can allow. */
export const LANES = [0, 1, 2, 3, 4] as const;

interface Span {
  from: string;
  to: string;
}

/** Monday to Friday, with a pause at noon. */
export const usualWeek = (): string[] => WEEKDAYS.map((weekday) => (weekday <= 5 ? USUAL_DAY : ""));

/** The usual week of a provider from a day on. */
export function usualTemplate(resource: string, from: string): TemplateView {
  return {
    id: null,
    version: null,
    resource,
    name: hoursWords.templateName,
    valid_from: from,
    valid_to: null,
    every_n_weeks: 1,
    sessions: sessionsOf(usualWeek(), [], USUAL_LANES),
    is_active: true,
  };
}

/** A line a day. */
export function weekOf(sessions: readonly OpenHoursView[]): string[] {
  return WEEKDAYS.map((weekday) =>
    sessions
      .filter((it) => it.weekday === weekday)
      .sort((a, b) => a.from.localeCompare(b.from))
      .map((it) => `${it.from}–${it.to}`)
      .join(", "),
  );
}

/** How many overbooks the sessions allow at a time; the usual for a week without sessions. */
export const lanesOf = (sessions: readonly SessionTimesView[]): number =>
  sessions.length === 0 ? USUAL_LANES : Math.max(...sessions.map((it) => it.overbook_lanes));

/** Which session of a week it is. */
export const sessionKey = ({ weekday, from, to }: OpenHoursView): string => `${weekday} ${from} ${to}`;

/** The times of a line: "8-12, 13-17:30". Null when it is none, or when they overlap. */
export function spansIn(line: string): Span[] | null {
  const spans: Span[] = [];
  for (const words of line.split(/[,;]/).filter((it) => it.trim() !== "")) {
    const [first, last, ...rest] = words.split(/[-–—]/);
    const [from, to] = [clockTime(first ?? ""), endTime(last ?? "")];
    if (from === null || to === null || rest.length > 0 || to <= from) return null;
    spans.push({ from, to });
  }
  spans.sort((a, b) => a.from.localeCompare(b.from));
  return spans.every((it, at) => at === 0 || (spans[at - 1]?.to ?? "") <= it.from) ? spans : null;
}

const endTime = (words: string) => (/^24(:?00)?$/.test(words.trim()) ? "24:00" : clockTime(words));

/**
 * The sessions of a week whose lines were read.
 * @param before the sessions as they stood: one whose times still stand keeps its rules
 * @param lanes how many overbooks at a time; where that is as before, a session with fewer keeps its own number
 */
export function sessionsOf(
  week: readonly string[],
  before: readonly SessionTimesView[],
  lanes: number,
): SessionTimesView[] {
  const isUnchanged = lanes === lanesOf(before);
  return openHoursOf(week).map((it) => {
    const same = before.find((other) => sessionKey(other) === sessionKey(it));
    return {
      ...it,
      types: same?.types ?? [],
      release_days: same?.release_days ?? null,
      reserve: same?.reserve ?? null,
      overbook_lanes: same && isUnchanged ? same.overbook_lanes : lanes,
    };
  });
}

/** The times of a week whose lines were read. */
export const openHoursOf = (week: readonly string[]): OpenHoursView[] =>
  week.flatMap((line, at) => (spansIn(line) ?? []).map((span) => ({ weekday: at + 1, ...span })));

/** "Mon, Tue 08:00–12:00, 13:00–17:00; from 1 Mar 2026": days with the same sessions together. */
export function hoursInWords(template: TemplateView): string {
  const groups = new Map<string, string[]>();
  weekOf(template.sessions).forEach((times, index) => {
    if (times) groups.set(times, [...(groups.get(times) ?? []), weekdayName(index + 1).slice(0, 3)]);
  });
  const weeks = template.every_n_weeks > 1 ? hoursWords.everyWeeks(template.every_n_weeks) : "";
  const [first, last] = [fullDay(template.valid_from), template.valid_to && fullDay(template.valid_to)];
  const valid = last ? hoursWords.between(first, last) : hoursWords.since(first);
  const times = [...groups].map(([times, days]) => `${days.join(", ")} ${times}`).join("; ");
  return `${times || hoursWords.neverOpen}${weeks}; ${valid}`;
}
