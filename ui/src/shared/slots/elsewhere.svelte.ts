// What is being booked at more than one desk: this one says what is chosen here, and hears what is at the others. It keeps
// nobody from booking anything.
import { knowsCentre } from "../centre/centre.svelte";
import { ask } from "../data/ask";
import { resource } from "../data/resource.svelte";
import type { SlotChoice } from "./slot.svelte";
import { sentence } from "../words/dates";
import { elsewhereInWords } from "./words";

/** Called while a form is set up: the other desks see what is chosen in it, until something else is or the form is gone. */
export function showChosen(slot: SlotChoice): void {
  const isJoined = knowsCentre();
  const handle = $derived(slot.chosen?.handle);
  const before = $derived(slot.chosen?.before?.handle);
  $effect(() => {
    if (!isJoined() || handle === undefined) return;
    tell(before === undefined ? [handle] : [before, handle]);
    return () => tell([]);
  });
}

export interface Elsewhere {
  /** What another desk does with an offered time, in words; empty where none does. */
  of(handle: string): string;
}

/** Called while offers are shown. */
export function elsewhere(handles: () => string[]): Elsewhere {
  const isJoined = knowsCentre();
  const heard = resource(
    "offers_being_booked",
    () => (isJoined() && handles().length > 0 ? { handles: handles() } : null),
    (tag) => tag === "elsewhere",
  );
  const desk = (handle: string) => heard.value?.offers.find((it) => it.handle === handle)?.desk;
  return {
    of: (handle) => {
      const found = desk(handle);
      return found ? sentence(elsewhereInWords(found)) : "";
    },
  };
}

let wanted: string[] = [];
let isTelling = false;

/** One after the other, so that the last word is the last that the desk hears. It is advice: nobody is told of a failure. */
function tell(handles: string[]): void {
  wanted = handles;
  if (!isTelling) void tellAll();
}

async function tellAll(): Promise<void> {
  isTelling = true;
  let told: string[] | null = null;
  while (told !== wanted) {
    told = wanted;
    await ask("choose_times", { handles: told }).catch(() => undefined);
  }
  isTelling = false;
}
