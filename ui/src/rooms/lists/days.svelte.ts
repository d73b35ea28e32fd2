// The days behind the lists, kept fresh: today, the next working day and the last one.
import type { DayView } from "@bridge";
import { isAbout } from "@shared/data/changes";
import { minuteClock } from "@shared/data/minutes.svelte";
import { type Resource, resource } from "@shared/data/resource.svelte";
import { plusDays } from "@shared/words/dates";
import type { Days } from "./lists";

/** How far a working day is looked for. */
const FARTHEST = 14;

/** @param location read inside effects */
export function workDays(location: () => string): { readonly days: Days; readonly today: Resource<DayView> } {
  const today = dayAt(location, () => null);
  const date = $derived(today.value?.today ?? null);
  const next = workingDay(location, () => date, 1);
  const before = workingDay(location, () => date, -1);
  const clock = minuteClock(() => today.value?.now_minute ?? null);
  return {
    get days() {
      return { today: today.value, next: next(), before: before(), now: clock.minute ?? 0 };
    },
    today,
  };
}

function dayAt(location: () => string, date: () => string | null | undefined): Resource<DayView> {
  return resource(
    "day",
    () => {
      const [at, on] = [location(), date()];
      return at && on !== undefined ? { location: at, date: on, columns: null } : null;
    },
    (tag, value) => tag === "setup" || isAbout(tag, "day", ([at, on]) => at === location() && on === value?.date),
  );
}

/** The nearest day before or after today that has hours or visits; null until it is found. */
function workingDay(location: () => string, today: () => string | null, step: 1 | -1): () => DayView | null {
  let away = $state<number>(step);
  const loaded = dayAt(location, () => {
    const from = today();
    return from === null ? undefined : plusDays(from, away);
  });
  const isIdle = (day: DayView) => day.totals.open_minutes === 0 && day.visits.length === 0;
  $effect(() => {
    if (loaded.value && isIdle(loaded.value) && Math.abs(away) < FARTHEST) away += step;
  });
  return () => (loaded.value && !isIdle(loaded.value) ? loaded.value : null);
}
