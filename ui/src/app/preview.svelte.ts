// What was proposed in words, on the board: the board goes to its day, and back to where it was after a no.
import type { ProposedView } from "@bridge";
import type { Proposed } from "../rooms/board/proposed";

const BECOMES: Record<string, Proposed["becomes"]> = { reschedule: "moves", cancel: "cancelled" };

/** What a board draws of a proposal: nothing where no time is taken and none is given back. */
export function drawn(it: ProposedView, location: string, minutes: number): Proposed | null {
  const becomes = BECOMES[it.act] ?? null;
  if (it.act !== "book" && becomes === null) return null;
  const { provider: resource, wall_start: wall } = it;
  const spot = resource && wall ? { resource, resourceName: it.provider_name, wall } : null;
  return { location, patientName: it.patient_name, spot, minutes, visit: it.visit?.id ?? null, becomes };
}

/** Where the board stands. */
interface Standing {
  date: string | null;
  week: string | null;
}

export class Preview {
  proposed = $state.raw<Proposed | null>(null);
  readonly #board: Standing;
  /** Where the board was before it went to the day of what is shown. */
  #before: (Standing & { wentTo: string }) | null = null;

  constructor(board: Standing) {
    this.#board = board;
  }

  /** @param day the one that the board goes to for it; null where it stays */
  show(proposed: Proposed, day: string | null): void {
    this.proposed = proposed;
    if (day === null) return;
    const { date, week } = this.#stillThere() ?? this.#board;
    this.#before = { date, week, wentTo: day };
    [this.#board.date, this.#board.week] = [day, null];
  }

  /** @param isRefused the board goes back, unless somebody went on from there */
  end(isRefused: boolean): void {
    const before = this.#stillThere();
    [this.proposed, this.#before] = [null, null];
    if (isRefused && before) [this.#board.date, this.#board.week] = [before.date, before.week];
  }

  #stillThere(): Standing | null {
    const { date, week } = this.#board;
    return this.#before?.wentTo === date && week === null ? this.#before : null;
  }
}
