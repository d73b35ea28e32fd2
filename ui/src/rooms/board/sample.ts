// Made-up days for the board's tests.
import type { ColumnView, DayView, ElsewhereView, HoldView, VisitView } from "@bridge";

export function visit(id: string, from: number, to: number, more: Partial<VisitView> = {}): VisitView {
  return {
    id,
    version: 1,
    patient: `patient-${id}`,
    patient_name: `Patient ${id}`,
    birth_date: "1980-01-02",
    record_number: "1001",
    short_code: null,
    phone: "+1 212 555 0147",
    provider: "chen",
    resources: ["chen"],
    appointment_type: "follow-up",
    type_name: "Follow-up",
    places: 1,
    status: "booked",
    confirmation: "not_asked",
    is_live: true,
    from_minute: from,
    to_minute: to,
    blocked_from_minute: from,
    blocked_to_minute: to,
    wall_start: wall(from),
    wall_end: wall(to),
    lane: 0,
    waiting_since_minute: null,
    has_alert: false,
    needs_interpreter: false,
    modality: "in-person",
    has_note: false,
    is_in_series: false,
    next_statuses: ["arrived", "checked-in", "noshow"],
    can_move: true,
    mark: "accepted",
    ...more,
  };
}

export function hold(id: string, from: number, to: number, more: Partial<HoldView> = {}): HoldView {
  return {
    hold: id,
    offer: {
      handle: `handle-${id}`,
      provider: "chen",
      provider_name: "Dr Chen",
      resources: ["chen"],
      with: "",
      starts_at: "",
      wall_start: `2026-11-24T${wall(from)}`,
      wall_end: `2026-11-24T${wall(to)}`,
      lane: 0,
      reasons: [],
      joins: null,
      before: null,
      breaks_gap: false,
    },
    patient: "ruiz",
    patient_name: "Ruiz, Ana",
    birth_date: "1980-01-02",
    appointment_type: "follow-up",
    type_name: "Follow-up",
    from_minute: from,
    to_minute: to,
    blocked_from_minute: from,
    blocked_to_minute: to,
    wall_until: "2026-11-24T10:30",
    minutes_left: 25,
    by: "Ada Brown",
    note: "calls back",
    entry: null,
    ...more,
  };
}

export function elsewhere(from: number, to: number, more: Partial<ElsewhereView> = {}): ElsewhereView {
  return {
    desk: { name: "Desk 2", is_booked: false },
    resource: "chen",
    date: "2026-11-24",
    from_minute: from,
    to_minute: to,
    wall_start: wall(from),
    wall_end: wall(to),
    ...more,
  };
}

export function column(resource: string, name: string, more: Partial<ColumnView> = {}): ColumnView {
  return {
    resource,
    name,
    detail: "",
    parts: [
      { kind: "open", from_minute: 480, to_minute: 720, label: "", exception: null, exception_kind: null },
      { kind: "closed", from_minute: 720, to_minute: 780, label: "Lunch", exception: "x", exception_kind: "break" },
      { kind: "open", from_minute: 780, to_minute: 1020, label: "", exception: null, exception_kind: null },
    ],
    kept: [],
    has_no_hours: false,
    booked_minutes: 240,
    open_minutes: 480,
    places: 1,
    next_free: "10:15",
    ...more,
  };
}

/** 08:00 to 17:00 with two providers, on a day of 24 hours. */
export function day(visits: VisitView[], more: Partial<DayView> = {}): DayView {
  const marks = Array.from({ length: 96 }, (_, at) => ({ minute: at * 15, wall: wall(at * 15) }));
  const totals = { booked: 1, arrived: 0, in_room: 0, done: 0, no_show: 0, cancelled: 0 };
  return {
    location: "main",
    zone: "America/New_York",
    date: "2026-11-24",
    today: "2026-11-24",
    now_minute: 557,
    day_minutes: 1440,
    from_minute: 480,
    to_minute: 1020,
    marks,
    holds: [],
    columns: [column("chen", "Dr Chen"), column("ito", "Dr Ito")],
    visits,
    totals: { ...totals, booked_minutes: 240, open_minutes: 960 },
    ...more,
  };
}

function wall(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}
