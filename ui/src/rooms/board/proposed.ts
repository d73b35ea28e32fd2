// What was proposed and waits for a yes, as the board draws it and says it. Nothing of it is booked.
import type { Spot } from "@shared/slots/spot";
import type { BoardState, Ghost } from "./board.svelte";
import { QUARTER, type Row } from "./geometry";
import { boardWords } from "./words";

export interface Proposed {
  /** The location whose board it is for. */
  location: string;
  patientName: string;
  /** The time that it would have, and how many minutes; none where a visit is to be cancelled. */
  spot: Spot | null;
  minutes: number;
  /** The visit as it stands, and what would become of it. */
  visit: string | null;
  becomes: "moves" | "cancelled" | null;
}

/** The same on a board. */
export interface ProposedHere extends Proposed {
  /** Its time, where the board has that. */
  time: Ghost | null;
  /** Where it is to be seen: its time, or the visit that it is about. */
  place: Ghost | null;
}

/** None for the board of another location. */
export function proposedOn(board: BoardState, proposed: Proposed | null): ProposedHere | null {
  if (!proposed || proposed.location !== board.day.location) return null;
  const time = board.placeOf(proposed.spot);
  const visit = proposed.visit ? board.visitById(proposed.visit) : undefined;
  return { ...proposed, time, place: time ?? board.placeOfVisit(visit) };
}

/** What a cell has to say of it. */
export interface CellMarks {
  /** That a visit is proposed which would touch it. */
  proposed: string;
  /** What would become of a visit that stands in it. */
  becomes: (visit: string) => string;
}

export const NO_MARKS: CellMarks = { proposed: "", becomes: () => "" };

export function marksOf(here: ProposedHere | null, row: Row, column: number): CellMarks {
  if (!here) return NO_MARKS;
  const { time, minutes, patientName } = here;
  const touches = time?.column === column && time.minute < row.minute + QUARTER && row.minute < time.minute + minutes;
  return {
    proposed: touches ? boardWords.proposed.for(patientName) : "",
    becomes: (visit) => becomingOf(here, visit),
  };
}

/** In words, what would become of a visit; empty for all but one. */
export const becomingOf = (here: Proposed | null, visit: string): string =>
  here?.becomes && here.visit === visit ? boardWords.proposed[here.becomes] : "";
