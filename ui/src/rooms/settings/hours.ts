// Weekly hours as a form knows them: for each weekday, one or two sessions. A template with more, or with sessions for
// certain visit types, keeps what the form does not show.
import type { SessionTimesView, TemplateView } from "@bridge";
import { fullDay, weekdayName } from "@shared/words/dates";
import { settingsWords } from "./words";

/** 1 = Monday. */
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

export interface DayHours {
  weekday: number;
  isOpen: boolean;
  from: string;
  to: string;
  /** The pause that cuts the day in two; empty for none. */
  pauseFrom: string;
  pauseTo: string;
}

const USUAL = { from: "08:00", to: "17:00", pauseFrom: "12:00", pauseTo: "13:00" };

export function usualWeek(): DayHours[] {
  return WEEKDAYS.map((weekday) => ({ weekday, isOpen: weekday <= 5, ...USUAL }));
}

/** The week of a template; null when the form cannot show it without losing something. */
export function weekOf(template: TemplateView): DayHours[] | null {
  const plain = template.sessions.every((it) => it.types.length === 0);
  const days = WEEKDAYS.map((weekday) => template.sessions.filter((it) => it.weekday === weekday));
  if (!plain || days.some((sessions) => sessions.length > 2)) return null;
  return days.map((sessions, index) => {
    const [first, second] = [...sessions].sort((a, b) => (a.from < b.from ? -1 : 1));
    return {
      weekday: index + 1,
      isOpen: first !== undefined,
      from: first?.from ?? USUAL.from,
      to: second?.to ?? first?.to ?? USUAL.to,
      pauseFrom: second ? (first?.to ?? "") : "",
      pauseTo: second?.from ?? "",
    };
  });
}

export function sessionsOf(week: readonly DayHours[], overbookLanes: number): SessionTimesView[] {
  const session = (weekday: number, from: string, to: string): SessionTimesView => ({
    weekday,
    from,
    to,
    types: [],
    overbook_lanes: overbookLanes,
  });
  return week
    .filter((day) => day.isOpen)
    .flatMap((day) =>
      day.pauseFrom && day.pauseTo
        ? [session(day.weekday, day.from, day.pauseFrom), session(day.weekday, day.pauseTo, day.to)]
        : [session(day.weekday, day.from, day.to)],
    );
}

/** "Mon, Tue 08:00–12:00, 13:00–17:00; from 1 Mar 2026": days with the same sessions together. */
export function hoursInWords(template: TemplateView): string {
  const groups = new Map<string, string[]>();
  WEEKDAYS.forEach((weekday) => {
    const sessions = template.sessions
      .filter((it) => it.weekday === weekday)
      .sort((a, b) => (a.from < b.from ? -1 : 1));
    if (sessions.length === 0) return;
    const times = sessions.map((it) => `${it.from}–${it.to}`).join(", ");
    groups.set(times, [...(groups.get(times) ?? []), weekdayName(weekday).slice(0, 3)]);
  });
  const weeks = template.every_n_weeks > 1 ? settingsWords.hours.everyWeeks(template.every_n_weeks) : "";
  const [first, last] = [fullDay(template.valid_from), template.valid_to && fullDay(template.valid_to)];
  const valid = last ? settingsWords.hours.between(first, last) : settingsWords.hours.since(first);
  return `${[...groups].map(([times, days]) => `${days.join(", ")} ${times}`).join("; ")}${weeks}; ${valid}`;
}
