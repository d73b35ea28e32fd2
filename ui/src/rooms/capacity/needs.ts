// What needs a decision, in a sentence with its evidence, and the one place where it is decided.
import type { CapacityNeedView, NeedKind, Permission } from "@bridge";
import type { DayColumn } from "@shared/data/sections";
import { plusDays, shortDay, weekdayOf } from "@shared/words/dates";
import { amount, inShort, percent, valueOf } from "./figures";
import { metricWords } from "./metrics";
import { figures } from "@shared/words/numbers";
import { capacityWords } from "./words";

/** Where it is decided. The room points, the app goes there. */
export type Aim =
  | { to: "list"; location: string; list: "without_hours" | "unconfirmed" | "waitlist" }
  | { to: "day"; location: string; date: string; column: DayColumn | null }
  | { to: "hours"; provider: string; weekday: number | null }
  | { to: "extra"; provider: string; type: string | null };

/** Whoever may not do it there is not led there. */
const ASKS: Record<Aim["to"], Permission> = {
  list: "view_day",
  day: "view_day",
  hours: "edit_setup",
  extra: "block_time",
};

/** Any Sunday: so many days after it is that weekday. */
const SUNDAY = "2026-11-22";

const LISTS = { orphans: "without_hours", gaps_and_waiting: "waitlist", missed_often: "unconfirmed" } as const;

const isListed = (kind: NeedKind): kind is keyof typeof LISTS => kind in LISTS;

/** Null where the desk named nothing to go to, or it may not be done by whoever reads. */
export function aimOf(need: CapacityNeedView, may: (permission: Permission) => boolean): Aim | null {
  const aim = placeOf(need);
  return aim && may(ASKS[aim.to]) ? aim : null;
}

function placeOf({ kind, location, day, provider, weekday, appointment_type }: CapacityNeedView): Aim | null {
  if (isListed(kind)) return { to: "list", location, list: LISTS[kind] };
  if (kind === "long_wait") return provider ? { to: "extra", provider, type: appointment_type } : null;
  if (kind === "idle_session") return provider ? { to: "hours", provider, weekday } : null;
  const column = provider ? { resource: provider, wall: null } : null;
  return day ? { to: "day", location, date: day, column } : null;
}

/** "Dr Chen, Tue 1 Dec": whom and when it is about, as far as it is about anybody. */
function whose({ provider_name, type_name, location_name, day, kind }: CapacityNeedView): string {
  const who = provider_name || (kind === "missed_often" ? "" : location_name);
  return [who, type_name, day && shortDay(day)].filter(Boolean).join(", ") || location_name;
}

/** One sentence, without its full stop, as a button's name takes it up. */
export function sentenceOf(need: CapacityNeedView): string {
  const says = capacityWords.needs.says;
  const [who, minutes] = [whose(need), amount(need.minutes, "minutes")];
  switch (need.kind) {
    case "orphans":
      return says.orphans(who, need.count);
    case "long_wait":
      return says.long_wait(who, need.days);
    case "gaps_and_waiting":
      return says.gaps_and_waiting(who, need.count, minutes);
    case "held_on_full_day":
      return says.held_on_full_day(who, minutes);
    case "overbooked_day":
      return says.overbooked_day(who, minutes);
    case "idle_session":
      return says.idle_session(who, need.weekday ? weekdayOf(plusDays(SUNDAY, need.weekday)) : "", share(need));
    case "missed_often":
      return says.missed_often(who, share(need));
  }
}

/** What stands behind it beside what the sentence says; empty where that is all. */
export function evidenceOf(need: CapacityNeedView): string {
  const words = capacityWords.needs;
  const { kind, count, minutes, share: figure } = need;
  const unit = kind === "missed_often" ? "visits" : "minutes";
  const made =
    figure?.is === "share" && metricWords.partOf(figures(figure.part), metricWords.counted[unit](figure.whole));
  return [
    made && (kind === "long_wait" ? words.twoWeeks(made) : made),
    kind === "idle_session" && minutes > 0 && words.unused(amount(minutes, "minutes")),
    (kind === "long_wait" || kind === "overbooked_day") && count > 0 && words.visits(count),
    (need.provider_name || kind === "missed_often") && need.location_name,
  ]
    .filter(Boolean)
    .join(" · ");
}

function share({ share: figure }: CapacityNeedView): string {
  if (!figure) return "";
  const value = valueOf(figure);
  if (figure.is === "share" && value !== null) return percent(value);
  return inShort({ metric: "utilisation", unit: "minutes", figure }) ?? "";
}
