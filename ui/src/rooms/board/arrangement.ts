// Which columns a person wants to see, and in which order. What the person never arranged follows in the clinic's order,
// so that a new provider is never missing.
import type { BoardPreferences, ColumnView } from "@bridge";

export type Arrangement = Pick<BoardPreferences, "hidden" | "order">;

export const CLINICS_OWN: Arrangement = { hidden: [], order: [] };

type Named = Pick<ColumnView, "resource">;

/** All columns in the person's order. */
export function ordered<C extends Named>(columns: readonly C[], { order }: Arrangement): C[] {
  const rank = (column: C) => {
    const at = order.indexOf(column.resource);
    return at < 0 ? order.length : at;
  };
  // Sorting is stable: the rest keeps the clinic's order.
  return [...columns].sort((a, b) => rank(a) - rank(b));
}

/** The columns that are shown. A board without columns helps nobody: when all would be hidden, all are shown. */
export function shown<C extends Named>(columns: readonly C[], arrangement: Arrangement): C[] {
  const all = ordered(columns, arrangement);
  const some = all.filter((it) => !arrangement.hidden.includes(it.resource));
  return some.length > 0 ? some : all;
}

/** The order after a column was put before another; at the end without one. */
export function placed(
  columns: readonly Named[],
  arrangement: Arrangement,
  moved: string,
  before: string | null,
): string[] {
  const rest = ordered(columns, arrangement)
    .map((it) => it.resource)
    .filter((it) => it !== moved);
  const at = before === null ? rest.length : rest.indexOf(before);
  return at < 0 ? [...rest, moved] : [...rest.slice(0, at), moved, ...rest.slice(at)];
}

/** The order after a column went one place towards the start (-1) or the end (1); null when it stands there already. */
export function stepped(
  columns: readonly Named[],
  arrangement: Arrangement,
  moved: string,
  by: -1 | 1,
): string[] | null {
  const order = ordered(columns, arrangement).map((it) => it.resource);
  const at = order.indexOf(moved);
  const other = order[at + by];
  if (at < 0 || other === undefined) return null;
  return order.map((it) => (it === moved ? other : it === other ? moved : it));
}
