// Visits that come together: on a column, those of one type that begin at once are one block.
import type { VisitView } from "@bridge";
import { isCancelled } from "./geometry";

export interface Group {
  /** The same from one look to the next. */
  id: string;
  /** By name. */
  visits: VisitView[];
  /** How many of them take up a place. */
  booked: number;
  places: number;
}

/** What is drawn as one: a visit, or a group with its first visit. */
export interface Block {
  visit: VisitView;
  group: Group | null;
}

export function blocksOf(visits: readonly VisitView[]): Block[] {
  const groups = new Map<string, VisitView[]>();
  const alone: Block[] = [];
  for (const visit of visits) {
    if (visit.places < 2 || isCancelled(visit)) alone.push({ visit, group: null });
    else {
      const id = `${visit.appointment_type} ${visit.provider ?? ""} ${visit.from_minute}`;
      groups.set(id, [...(groups.get(id) ?? []), visit]);
    }
  }
  const together = [...groups].flatMap(([id, them]) => {
    const byName = [...them].sort((a, b) => a.patient_name.localeCompare(b.patient_name));
    const [visit] = byName;
    const booked = byName.filter((it) => it.status !== "noshow").length;
    return visit ? [{ visit, group: { id, visits: byName, booked, places: visit.places } }] : [];
  });
  return [...alone, ...together];
}

/** Whether the visit is what is drawn, or in it. */
export const holds = (block: Block, id: string | null): boolean =>
  block.group ? block.group.visits.some((it) => it.id === id) : block.visit.id === id;

/** What tells blocks of a cell apart. */
export const keyOf = (block: Block): string => block.group?.id ?? block.visit.id;
