// Where a provider could open a session beside the weekly hours: on the next day on which they are in anyway, behind what they
// have on it.
import type { ResourceView, SetupView, TemplateView } from "@bridge";
import { atNoon, isoWeekday, plusDays } from "@shared/words/dates";

export interface ExtraSession {
  provider: ResourceView;
  /** Null, and no times: nobody can say when they are in. */
  day: string | null;
  from: string;
  to: string;
}

const DAYS_AHEAD = 14;
const MINUTES = 120;
const DAY_MINUTES = 24 * 60;

/** A suggestion; what it would do is said before anybody saves it. */
export function nextExtra(setup: SetupView, provider: ResourceView, today: string): ExtraSession {
  for (let ahead = 1; ahead <= DAYS_AHEAD; ahead++) {
    const day = plusDays(today, ahead);
    const last = isClosed(setup, provider, day) ? null : lastEnd(setup, provider, day);
    if (last !== null && minuteOf(last) + MINUTES < DAY_MINUTES)
      return { provider, day, from: last, to: clockOf(minuteOf(last) + MINUTES) };
  }
  return { provider, day: null, from: "", to: "" };
}

/** When the provider's sessions of a day are over; null where there are none in the weekly hours. */
function lastEnd(setup: SetupView, provider: ResourceView, day: string): string | null {
  const weekly = setup.templates
    .filter((it) => it.is_active && it.resource === provider.id && holdsOn(it, day))
    .flatMap((it) => it.sessions.filter((session) => session.weekday === isoWeekday(day)));
  if (weekly.length === 0) return null;
  const extra = setup.closures
    .filter((it) => it.kind === "extra_session" && it.resource === provider.id && isIn(it, day))
    .flatMap((it) => it.hours ?? []);
  return [...weekly, ...extra].map((it) => it.to).reduce((a, b) => (a > b ? a : b));
}

/** As the desk counts the turns of weeks: from the week of the first day. */
function holdsOn({ valid_from, valid_to, every_n_weeks }: TemplateView, day: string): boolean {
  if (day < valid_from || (valid_to !== null && valid_to < day)) return false;
  const weeks = Math.round((mondayOf(day) - mondayOf(valid_from)) / (7 * 86_400_000));
  return every_n_weeks <= 1 || weeks % every_n_weeks === 0;
}

const isClosed = (setup: SetupView, provider: ResourceView, day: string): boolean =>
  setup.closures.some((it) => {
    const isTheirs = it.resource === null ? it.location === provider.location : it.resource === provider.id;
    return it.kind !== "extra_session" && it.hours === null && isTheirs && isIn(it, day);
  });

const isIn = ({ first_day, last_day }: { first_day: string; last_day: string }, day: string): boolean =>
  first_day <= day && day <= last_day;

const mondayOf = (day: string): number => atNoon(plusDays(day, 1 - isoWeekday(day))).getTime();

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

const clockOf = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((it) => String(it).padStart(2, "0")).join(":");
