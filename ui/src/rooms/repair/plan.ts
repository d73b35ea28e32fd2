// A repair plan as a person goes through it: what becomes of each visit if it is taken, and how many of which there are.
import type { RepairMoveRequest, RepairStepView } from "@bridge";

export interface Sums {
  moved: number;
  otherDays: number;
  waiting: number;
  /** Could be moved, and is left. */
  left: number;
  unplaced: number;
}

export const canMove = (step: RepairStepView): boolean => step.outcome.outcome === "move";

export function sumsOf(steps: readonly RepairStepView[], left: ReadonlySet<string>): Sums {
  const sums: Sums = { moved: 0, otherDays: 0, waiting: 0, left: 0, unplaced: 0 };
  for (const { outcome, visit } of steps) {
    if (outcome.outcome === "wait") sums.waiting++;
    else if (outcome.outcome === "nothing") sums.unplaced++;
    else if (left.has(visit.id)) sums.left++;
    else if (outcome.place.nearness === "another_day") sums.otherDays++;
    else sums.moved++;
  }
  return sums;
}

/** What is taken, as the desk writes it. */
export function movesOf(steps: readonly RepairStepView[], left: ReadonlySet<string>): RepairMoveRequest[] {
  return steps.flatMap(({ outcome, visit }) =>
    outcome.outcome === "move" && !left.has(visit.id)
      ? [{ appointment: visit.id, version: visit.version, handle: outcome.place.offer.handle }]
      : [],
  );
}
