// What the keys of the day screen do, wherever the focus is on it.
import { may } from "@shared/data/session.svelte";
import { type KeyScope, keyScope } from "@shared/keys/registry";
import type { DayPlace } from "./day.svelte";

/** @param step goes so many days on */
export function dayKeys(place: DayPlace, step: (days: number) => void, book: () => void): KeyScope {
  return keyScope("day", {
    dayBefore: { run: () => step(-1) },
    dayAfter: { run: () => step(1) },
    weekBefore: { run: () => step(-7) },
    weekAfter: { run: () => step(7) },
    today: { run: () => place.goTo(null) },
    goToDate: { run: () => (place.goingTo = true) },
    columns: { run: () => (place.choosesColumns = true) },
    bookPatientFirst: { run: book, when: () => may("book") },
  });
}
