// What is to be done now, as lists: plain sortings of the days that the desk sent. Which changes are possible on a visit
// stands in the visit; nothing is decided here.
import type { AppointmentStatus, DayView, VisitView } from "@bridge";

export const LISTS = ["arrivals", "unconfirmed", "noshows", "open"] as const;
export type ListName = (typeof LISTS)[number];

export interface Entry {
  visit: VisitView;
  date: string;
  isToday: boolean;
  provider: string;
  /** Minutes since an expected visit should have begun. */
  late: number | null;
  /** Minutes since the patient came. */
  waited: number | null;
}

export interface Group {
  name: "expected" | "waiting" | "inRoom" | "only";
  entries: Entry[];
}

/** The days that the lists are about; each is there once the desk has answered. */
export interface Days {
  today: DayView | null;
  /** The next day that has hours or visits. */
  next: DayView | null;
  /** The last such day before today. */
  before: DayView | null;
  /** The minute of now, today. */
  now: number;
}

const EXPECTED: readonly AppointmentStatus[] = ["pending", "booked"];
const WAITING: readonly AppointmentStatus[] = ["arrived", "checked-in"];
const IN_ROOM: readonly AppointmentStatus[] = ["roomed", "with-provider"];
const UNFINISHED: readonly AppointmentStatus[] = [...EXPECTED, ...WAITING, ...IN_ROOM];

export function listOf(name: ListName, days: Days): Group[] {
  switch (name) {
    case "arrivals":
      return arrivals(days);
    case "unconfirmed":
      return only(entries(days.next, days, (it) => EXPECTED.includes(it.status) && it.confirmation !== "confirmed"));
    case "noshows":
      return only([
        ...entries(days.today, days, (it) => it.status === "noshow"),
        ...entries(days.before, days, (it) => it.status === "noshow"),
      ]);
    case "open":
      return only([
        ...entries(days.before, days, (it) => UNFINISHED.includes(it.status)),
        ...entries(days.today, days, (it) => UNFINISHED.includes(it.status) && it.to_minute <= days.now),
      ]);
  }
}

export const countOf = (groups: readonly Group[]): number => groups.reduce((sum, it) => sum + it.entries.length, 0);

/** Whoever waits longest stands first; who is to come, by time. */
function arrivals(days: Days): Group[] {
  const of = (statuses: readonly AppointmentStatus[]) =>
    entries(days.today, days, (it) => statuses.includes(it.status));
  const waiting = of(WAITING).sort((a, b) => (b.waited ?? 0) - (a.waited ?? 0));
  const groups: Group[] = [
    { name: "waiting", entries: waiting },
    { name: "expected", entries: of(EXPECTED) },
    { name: "inRoom", entries: of(IN_ROOM) },
  ];
  return groups.filter((it) => it.entries.length > 0);
}

const only = (all: Entry[]): Group[] => (all.length > 0 ? [{ name: "only", entries: all }] : []);

function entries(day: DayView | null, { now }: Days, wanted: (visit: VisitView) => boolean): Entry[] {
  if (!day) return [];
  const isToday = day.date === day.today;
  const names = new Map(day.columns.map((it) => [it.resource, it.name]));
  return day.visits
    .filter(wanted)
    .sort((a, b) => a.from_minute - b.from_minute || a.patient_name.localeCompare(b.patient_name))
    .map((visit) => ({
      visit,
      date: day.date,
      isToday,
      provider: names.get(visit.provider ?? "") ?? "",
      late: isToday && EXPECTED.includes(visit.status) && now > visit.from_minute ? now - visit.from_minute : null,
      waited: isToday && visit.waiting_since_minute !== null ? Math.max(0, now - visit.waiting_since_minute) : null,
    }));
}
