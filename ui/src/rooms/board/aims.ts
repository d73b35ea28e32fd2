// What is under way on the board: a booking, a move, a visit that was cut, and what was proposed and waits for a yes.
import type { VisitView } from "@bridge";
import type { Spot } from "@shared/slots/spot";
import type { Proposed } from "./proposed";

export interface Aims {
  /** Where the booking or the move under way is aimed at. */
  readonly target: Spot | null;
  readonly targetMinutes: number;
  readonly moving: VisitView | null;
  /** The visit that was cut. */
  readonly cut: string | null;
  readonly proposed: Proposed | null;
}

export const NO_AIMS: Aims = { target: null, targetMinutes: 15, moving: null, cut: null, proposed: null };
