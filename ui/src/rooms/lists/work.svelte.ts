// The lists as the desk has them, kept fresh: by what changes, and by the clock, because patients get late by themselves.
import type { ToComeList, UnclosedDayView, WorkList, WorklistView } from "@bridge";
import { isAbout } from "@shared/data/changes";
import { type Resource, resource } from "@shared/data/resource.svelte";
import { grouped, type Group, type ListName, PARTS } from "./lists";

const EVERY_MS = 60_000;

export interface Work {
  /** Who is expected today: its date is today. */
  readonly arrivals: Resource<WorklistView>;
  /** The list that is open; null until the desk has answered. */
  readonly groups: Group[] | null;
  /** The date at the location. */
  readonly today: string;
  /** The day that the open list is about. */
  readonly date: string;
  /** Days before today that nobody closed, the latest first. */
  readonly unclosed: readonly UnclosedDayView[];
  count(name: ListName): number;
  countToCome(name: ToComeList): number;
}

/** Called while the page is set up; what it is given is read inside effects. */
export function workOf(location: () => string, name: () => ListName): Work {
  const list = (of: () => WorkList | null) =>
    resource(
      "worklist",
      () => {
        const wanted = of();
        return wanted === null ? null : { location: location(), list: wanted, date: null };
      },
      (tag) =>
        tag === "setup" ||
        isAbout(tag, "day", ([at]) => at === location()) ||
        isAbout(tag, "waitlist", ([at]) => at === location()),
    );
  const arrivals = list(() => "arrivals");
  const inClinic = list(() => "in_clinic");
  const other = list(() => {
    const wanted = name();
    return wanted === "arrivals" ? null : wanted;
  });

  $effect(() => {
    const tick = setInterval(() => [arrivals, inClinic, other].forEach((it) => it.reload()), EVERY_MS);
    return () => clearInterval(tick);
  });

  // What was asked for before may still stand there until the answer is here.
  const answers = $derived.by(() => {
    const loaded = name() === "arrivals" ? [inClinic.value, arrivals.value] : [other.value];
    const wanted = PARTS[name()];
    return loaded.every((it, at) => it?.list === wanted[at]) ? loaded.filter((it) => it !== null) : null;
  });
  // The open list and its count are of one moment: they come with one answer.
  const latest = $derived(answers?.at(-1) ?? arrivals.value);
  const counts = $derived(latest?.counts ?? []);
  const today = $derived(arrivals.value?.date ?? "");
  const groups = $derived(
    answers &&
      grouped(
        name(),
        answers.flatMap((it) => it.rows),
        today,
      ),
  );

  return {
    arrivals,
    get groups() {
      return groups;
    },
    get today() {
      return today;
    },
    get date() {
      return answers?.at(-1)?.date ?? "";
    },
    get unclosed() {
      return latest?.unclosed ?? [];
    },
    countToCome: (of) => latest?.to_come.find((it) => it.list === of)?.patients ?? 0,
    count: (of) => counts.filter((it) => PARTS[of].includes(it.list)).reduce((sum, it) => sum + it.visits, 0),
  };
}
