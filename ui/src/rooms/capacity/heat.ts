// A provider's days as a picture: how deep each is drawn, its marks, and the same in words.
import type { CapacityCellView, CapacityProviderView } from "@bridge";
import { shortDay } from "@shared/words/dates";
import { sharedWords } from "@shared/words/shared";
import { capacityWords } from "./words";

/** Percent from which a cell is drawn one tone deeper. */
export const STEPS = [25, 50, 75, 90] as const;

/** Booked of open, in percent; null where nothing is open. */
export const filled = ({ booked, open }: CapacityCellView): number | null =>
  open > 0 ? Math.round((100 * booked) / open) : null;

/** 0 to 4. */
export const tone = (percent: number): number => STEPS.filter((it) => percent >= it).length;

/** "76 percent, 320 of 420 minutes booked, 20 held, 80 free, 14 visits". What is 0 is not said, but for what is free. */
export function inWords(cell: CapacityCellView): string {
  const words = capacityWords.heat;
  const percent = filled(cell);
  const visits = cell.visits > 0 ? words.visits(cell.visits) : "";
  if (percent === null) return [words.closed, visits && words.onClosed, visits].filter(Boolean).join(", ");
  return [
    words.percent(percent),
    words.booked(cell.booked, cell.open),
    cell.held > 0 && words.held(cell.held),
    words.free(cell.free),
    cell.past > 0 && words.past(cell.past),
    cell.overbooked > 0 && words.over(cell.overbooked),
    words.visits(cell.visits),
  ]
    .filter(Boolean)
    .join(", ");
}

/** "Dr Chen, Tue 1 Dec: 76 percent, …". */
export const cellInWords = (provider: string, day: string, cell: CapacityCellView): string =>
  cellOn(provider, shortDay(day), cell);

const cellOn = (provider: string, day: string, cell: CapacityCellView) => `${provider}, ${day}: ${inWords(cell)}`;

export interface DrawnCell {
  label: string;
  percent: number | null;
  /** Its depth and its marks, as classes. */
  looks: string;
}

/** A provider's cells as they are drawn; the days are in words already, for there are hundreds of cells. */
export const drawnCells = ({ name, cells }: CapacityProviderView, days: readonly string[]): DrawnCell[] =>
  cells.map((cell, nth) => {
    const percent = filled(cell);
    const depth = percent === null ? "closed" : `tone-${tone(percent)}`;
    const looks = [depth, cell.held > 0 && "held", cell.overbooked > 0 && "over"].filter(Boolean).join(" ");
    return { label: cellOn(name, days[nth] ?? "", cell), percent, looks };
  });

/** "Tue" over "24 Nov". */
export function headOf(day: string): [string, string] {
  const [weekday = "", ...date] = shortDay(day).split(" ");
  return [weekday, date.join(" ")];
}

/** Whether a provider need not be told from others by where they work. */
export const isOnePlace = (providers: readonly CapacityProviderView[]): boolean =>
  new Set(providers.map((it) => it.location)).size < 2;

/** "third open time for New patient in 3 days". */
export function thirdInWords({ third_next: third }: CapacityProviderView): string {
  const words = capacityWords.heat;
  if (!third) return words.thirdUnknown;
  if (third.days === null) return words.thirdNone(third.type_name);
  return third.days === 0 ? words.thirdToday(third.type_name) : words.thirdIn(third.type_name, third.days);
}

/** "3 days", "today", "none"; a dash where it was not asked. */
export function thirdInShort({ third_next: third }: CapacityProviderView): string {
  if (!third) return capacityWords.heat.notAsked;
  if (third.days === 0) return sharedWords.today;
  return third.days === null ? capacityWords.heat.none : capacityWords.heat.days(third.days);
}

/** What the tones say, from the lightest. */
export const tonesInWords = (): string[] => {
  const words = capacityWords.heat.legend;
  return [words.upTo(STEPS[0]), ...STEPS.map((it) => words.from(it))];
};

/** The days on which nobody has hours or visits, which are drawn narrow. */
export const closedDays = (providers: readonly CapacityProviderView[], days: number): boolean[] =>
  Array.from({ length: days }, (_, at) =>
    providers.every(({ cells }) => (cells[at]?.open ?? 0) === 0 && (cells[at]?.visits ?? 0) === 0),
  );

/** Where a key leads from a cell; null where it is no key of the grid. Column 0 is the third open time. */
export function stepped(
  key: string,
  at: { row: number; column: number },
  rows: number,
  columns: number,
): { row: number; column: number } | null {
  const { row, column } = at;
  const steps: Record<string, [number, number]> = {
    Up: [row - 1, column],
    Down: [row + 1, column],
    Left: [row, column - 1],
    Right: [row, column + 1],
    Home: [row, 0],
    End: [row, columns - 1],
    "Ctrl+Home": [0, 0],
    "Ctrl+End": [rows - 1, columns - 1],
    PageUp: [row - 10, column],
    PageDown: [row + 10, column],
  };
  const to = steps[key];
  if (!to) return null;
  const within = (value: number, count: number) => Math.max(0, Math.min(value, count - 1));
  return { row: within(to[0], rows), column: within(to[1], columns) };
}
