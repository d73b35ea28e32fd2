// The words of the waitlist and of recalls.
import type { GapView, OfferedView, WaitingView } from "@bridge";
import { shortDay, wallSpan, wallTime, weekdayName } from "@shared/words/dates";
import { wordsOf } from "@shared/words/locale.svelte";
import type { en } from "./words.en";

export const waitWords = wordsOf<typeof en>("rooms/waitlist/words");

export const gapWhen = (gap: Pick<GapView, "from" | "to">): string => wallSpan(gap.from, gap.to);

/** "Mon, Wed 09:00–12:00 · from Tue 24 Nov · Dr Chen": what they wish for. */
export function wishInWords({ entry, provider_names, moving }: WaitingView): string {
  const days = entry.weekdays.map((day) => weekdayName(day).slice(0, 3)).join(", ");
  const isAllDay = entry.from === "00:00" && entry.to === "24:00";
  return [
    [days || waitWords.list.anyDay, isAllDay ? "" : waitWords.list.between(entry.from, entry.to)]
      .filter(Boolean)
      .join(" "),
    entry.earliest ? waitWords.list.fromDay(shortDay(entry.earliest)) : "",
    entry.latest ? waitWords.list.untilDay(shortDay(entry.latest)) : "",
    provider_names,
    moving ? waitWords.list.moving(wallTime(moving.wall_start)) : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

/** "Offered: Tue 24 Nov 10:00 (Does not take it)": every time that they were offered. */
export function offersInWords({ offers }: WaitingView): string {
  const answer = (it: OfferedView) => (it.answer ? ` (${waitWords.answers[it.answer]})` : "");
  return waitWords.card.offered(offers.map((it) => wallTime(it.wall_start) + answer(it)).join(", "));
}

/** "for 12 days · 2 offers let pass". */
export const waitedInWords = ({ days, passed }: WaitingView): string =>
  [waitWords.list.since(days), passed > 0 ? waitWords.list.passed(passed) : ""].filter(Boolean).join(" · ");
