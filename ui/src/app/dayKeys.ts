// The keys of the day screen, wherever the focus is on it.
import { may } from "@shared/data/session.svelte";
import { type KeyScope, keyScope } from "@shared/keys/registry.svelte";
import type { DayPlace } from "./day.svelte";
import { appWords } from "./words";

/** @param step goes so many days on */
export function dayKeys(place: DayPlace, step: (days: number) => void, book: () => void): KeyScope {
  return keyScope(
    () => appWords.keys.day,
    [
      { keys: "Ctrl+Left", label: () => appWords.keys.dayBefore, run: () => step(-1) },
      { keys: "Ctrl+Right", label: () => appWords.keys.dayAfter, run: () => step(1) },
      { keys: "Ctrl+Shift+Left", label: () => appWords.keys.weekBefore, run: () => step(-7) },
      { keys: "Ctrl+Shift+Right", label: () => appWords.keys.weekAfter, run: () => step(7) },
      { keys: "Ctrl+T", label: () => appWords.keys.today, run: () => place.goTo(null) },
      { keys: "Ctrl+G", label: () => appWords.keys.goToDate, run: () => (place.goingTo = true) },
      { keys: "Ctrl+F", label: () => appWords.keys.columns, run: () => (place.choosesColumns = true) },
      { keys: "Ctrl+B", label: () => appWords.keys.bookPatientFirst, run: book, when: () => may("book") },
    ],
  );
}
