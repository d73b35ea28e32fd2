// The order of the board's columns, as it stands for everybody.
import type { ResourceView } from "@bridge";

/**
 * The resources that get another place when one of them goes up (-1) or down (1) in the row.
 * @param row the resources of one location and kind, in their order
 */
export function moved(row: readonly ResourceView[], which: ResourceView, step: -1 | 1): ResourceView[] {
  const from = row.findIndex((it) => it.id === which.id);
  const to = from + step;
  if (from < 0 || to < 0 || to >= row.length) return [];
  const next = row.filter((it) => it.id !== which.id);
  next.splice(to, 0, which);
  return next.map((it, position) => ({ ...it, position })).filter((it, at) => it.position !== next[at]?.position);
}
