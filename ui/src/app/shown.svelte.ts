// What the day screen shows, kept fresh: the day at its place, and over it the week of one resource.
import type { AppointmentView, DayView, ElsewhereView, ResourceKind, WeekView } from "@bridge";
import { knowsCentre } from "@shared/centre/centre.svelte";
import { isAbout } from "@shared/data/changes";
import { MINUTE_MS, minuteClock } from "@shared/data/minutes.svelte";
import { type Resource, resource } from "@shared/data/resource.svelte";
import { firstWeekday } from "@shared/words/dates";
import { untrack } from "svelte";
import type { DayPlace } from "./day.svelte";

export interface ShownDay {
  readonly loaded: Resource<DayView>;
  readonly week: WeekView | null;
  /** What other desks of the location are about to book, on whatever day. */
  readonly elsewhere: readonly ElsewhereView[];
  /** The minute of now, where what is shown has today in it. */
  readonly now: number | null;
  /** The day of a visit that is shown. */
  dateOf(visit: string): string;
}

/** Called while the screen is set up. */
export function shownDay(place: DayPlace, of: () => { location: string; kind: ResourceKind }): ShownDay {
  const isHere = (at: string | undefined) => at === of().location;
  const loaded = resource(
    "day",
    () => (of().location ? { location: of().location, date: place.date, columns: of().kind } : null),
    (tag, value) => tag === "setup" || isAbout(tag, "day", ([at, date]) => isHere(at) && date === value?.date),
  );
  const weekLoaded = resource(
    "week",
    // Sunday is the desk's seventh day, not its zeroth.
    () => (place.week ? { resource: place.week, date: place.date, first_day: firstWeekday() || 7 } : null),
    (tag, value) =>
      tag === "setup" ||
      isAbout(tag, "day", ([at, date]) => isHere(at) && (value?.days.some((it) => it.date === date) ?? false)),
  );
  const isJoined = knowsCentre();
  const elsewhere = resource(
    "being_booked",
    () => (isJoined() && of().location ? { location: of().location } : null),
    // What was booked is not being booked any more.
    (tag) => ["elsewhere", "setup", "sync"].includes(tag),
  );
  $effect(() => {
    const latest = place.latest;
    if (latest) untrack(() => draw(latest));
  });

  /** What an act made of a visit, in the days that are shown. The rest of them follows when they are read again. */
  function draw(made: AppointmentView) {
    if (loaded.value) loaded.put(withVisit(loaded.value, made));
    if (weekLoaded.value) {
      weekLoaded.put({ ...weekLoaded.value, days: weekLoaded.value.days.map((day) => withVisit(day, made)) });
    }
  }

  const week = $derived(place.week === null ? null : weekLoaded.value);
  const days = $derived(week?.days ?? (loaded.value ? [loaded.value] : []));
  // A hold ends by itself, and says how long it has.
  const hasHolds = $derived(days.some((it) => it.holds.length > 0));
  $effect(() => {
    if (!hasHolds) return;
    const tick = setInterval(() => {
      loaded.reload();
      weekLoaded.reload();
    }, MINUTE_MS);
    return () => clearInterval(tick);
  });
  const clock = minuteClock(() => days.find((it) => it.date === it.today)?.now_minute ?? null);
  return {
    loaded,
    get week() {
      return week;
    },
    get elsewhere() {
      return elsewhere.value?.times ?? [];
    },
    get now() {
      return clock.minute;
    },
    dateOf: (visit) => days.find((day) => day.visits.some((it) => it.id === visit))?.date ?? loaded.value?.date ?? "",
  };
}

function withVisit(day: DayView, { visit, date }: AppointmentView): DayView {
  if (day.date !== date || !day.visits.some((it) => it.id === visit.id)) return day;
  return { ...day, visits: day.visits.map((it) => (it.id === visit.id ? visit : it)) };
}
