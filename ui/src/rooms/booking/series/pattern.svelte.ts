// How visits are to repeat, as a form knows it: numbers as they are typed. The desk says what of it cannot be.
import type { EndingView, Nth, PatternView } from "@bridge";
import { atNoon, plusDays } from "@shared/words/dates";

export type Kind = PatternView["every"];

const NTHS: readonly Nth[] = ["first", "second", "third", "fourth", "last"];

/** 1 = Monday. */
export const weekdayNumber = (date: string): number => atNoon(date).getUTCDay() || 7;

export class PatternForm {
  kind = $state<Kind>("weekly");
  every = $state("1");
  weekdays = $state.raw<readonly number[]>([]);
  day = $state("");
  nth = $state<Nth>("first");
  weekday = $state("");
  ends = $state<EndingView["end"]>("after");
  count = $state("6");
  lastDay = $state<string | null>(null);

  /** Begins as the day itself would repeat. */
  constructor(date: string) {
    this.weekdays = [weekdayNumber(date)];
    this.weekday = String(weekdayNumber(date));
    this.day = String(atNoon(date).getUTCDate());
    this.nth = NTHS[Math.ceil(atNoon(date).getUTCDate() / 7) - 1] ?? "last";
    this.lastDay = plusDays(date, 7 * 12);
  }

  toggle(weekday: number): void {
    const others = this.weekdays.filter((it) => it !== weekday);
    this.weekdays = others.length < this.weekdays.length ? others : [...others, weekday];
  }

  get pattern(): PatternView {
    const every = number(this.every);
    if (this.kind === "weekly") return { every: "weekly", every_n_weeks: every, weekdays: [...this.weekdays] };
    if (this.kind === "monthly_by_date") {
      return { every: "monthly_by_date", every_n_months: every, day: number(this.day) };
    }
    const weekday = number(this.weekday);
    return { every: "monthly_by_weekday", every_n_months: every, nth: this.nth, weekday };
  }

  get ending(): EndingView {
    if (this.ends === "until") return { end: "until", day: this.lastDay ?? "" };
    return { end: "after", count: number(this.count) };
  }
}

/** What is no number at all is refused by the desk as 0 is. */
function number(typed: string): number {
  const value = Number(typed.trim());
  return Number.isInteger(value) && value > 0 ? Math.min(value, 1_000_000) : 0;
}
