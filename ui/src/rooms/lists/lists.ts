// What is to be done now, as lists: the desk says which visit stands on which; here they are put under headings.
import type {
  AppointmentStatus,
  AttendanceView,
  CallsView,
  ContactView,
  ToComeList,
  ToldView,
  VisitView,
  WorkList,
  WorkView,
} from "@bridge";

export const LISTS = ["arrivals", "unconfirmed", "no_shows", "open", "without_hours", "repaired"] as const;
export type ListName = (typeof LISTS)[number];

/** The lists about visits to come, which have no visits in them yet. */
export const TO_COME: readonly ToComeList[] = ["waitlist", "recalls"];
export type TabName = ListName | ToComeList;

export const isToCome = (name: TabName): name is ToComeList => TO_COME.some((it) => it === name);

/** The desk's lists that stand under one tab. */
export const PARTS: Record<ListName, readonly WorkList[]> = {
  arrivals: ["in_clinic", "arrivals"],
  unconfirmed: ["unconfirmed"],
  no_shows: ["no_shows"],
  open: ["open"],
  without_hours: ["without_hours"],
  repaired: ["repaired"],
};

export interface Entry {
  visit: VisitView;
  date: string;
  isToday: boolean;
  provider: string;
  contact: ContactView | null;
  /** The patient is to be called. */
  isToCall: boolean;
  calls: CallsView | null;
  /** What the patient knows, where the clinic moved the visit since. */
  told: ToldView | null;
  /** Minutes since an expected visit should have begun. */
  late: number | null;
  /** Minutes since the patient came. */
  waited: number | null;
  attendance: AttendanceView;
  /** Who is here waits longer than their triage allows. */
  isOverdue: boolean;
}

export interface Group {
  name: "expected" | "waiting" | "inRoom" | "only";
  entries: Entry[];
}

const WAITING: readonly AppointmentStatus[] = ["arrived", "checked-in"];
const IN_ROOM: readonly AppointmentStatus[] = ["roomed", "with-provider"];

/**
 * Who waits first, then who is to come, then who is in a room; in each and in every other list as the desk sorted it.
 * @param today the date at the location
 */
export function grouped(name: ListName, rows: readonly WorkView[], today: string): Group[] {
  const entries = rows.map((row) => entryOf(name, row, today));
  if (name !== "arrivals") return entries.length > 0 ? [{ name: "only", entries }] : [];
  const of = (wanted: (status: AppointmentStatus) => boolean) => entries.filter((it) => wanted(it.visit.status));
  const groups: Group[] = [
    {
      name: "waiting",
      entries: of((it) => WAITING.includes(it)),
    },
    { name: "expected", entries: of((it) => !WAITING.includes(it) && !IN_ROOM.includes(it)) },
    { name: "inRoom", entries: of((it) => IN_ROOM.includes(it)) },
  ];
  return groups.filter((it) => it.entries.length > 0);
}

function entryOf(name: ListName, row: WorkView, today: string): Entry {
  const { visit, date, minutes, contact, calls, told, attendance, provider_name: provider } = row;
  const target = attendance.target_minutes;
  const isHere = [...WAITING, ...IN_ROOM].includes(visit.status);
  return {
    visit,
    date,
    isToday: date === today,
    provider,
    contact,
    isToCall: ["unconfirmed", "no_shows", "repaired"].includes(name),
    calls,
    told: name === "repaired" ? told : null,
    late: name === "arrivals" && !isHere ? minutes : null,
    waited: name === "arrivals" && isHere ? minutes : null,
    attendance,
    isOverdue: WAITING.includes(visit.status) && target !== null && minutes !== null && minutes >= target,
  };
}
