// What the board does by itself when something around it changes: its ghost follows the visit on the move, its cursor a
// visit that was just opened or booked, and the provider whose week is shown.
import type { WeekView } from "@bridge";
import { announce } from "@shared/data/notify.svelte";
import type { DayColumn } from "@shared/data/sections";
import { untrack } from "svelte";
import type { BoardActs } from "./acts";
import type { Aims } from "./aims";
import type { BoardState } from "./board.svelte";
import type { Column } from "./geometry";
import { boardWords } from "./words";

/** Called while the board is set up. A visit on the move has a ghost, and where the ghost is, is said. */
export function followMove(board: BoardState, acts: BoardActs, aim: () => Aims): void {
  const id = $derived(aim().moving?.id ?? null);
  $effect(() => {
    void id;
    untrack(() => {
      const { moving, target } = aim();
      if (moving) board.beginMove(moving, board.placeOf(target));
      else board.ghost = null;
    });
  });

  const over = $derived(board.ghost && board.spotAt(board.ghost.column, board.ghost.minute));
  $effect(() => {
    const [spot, visit] = [over, aim().moving];
    if (!spot || !visit) return;
    announce(boardWords.moving(visit.patient_name, spot.wall.slice(11), spot.resourceName), true);
    untrack(() => acts.hover(visit, spot));
  });
}

/** Into the week of a provider and back, the cursor stays with the provider, the day and the time. */
export function followWeek(board: BoardState, week: () => WeekView | null, setStop: () => void): void {
  const resource = $derived(week()?.resource ?? null);
  let before: string | null = null;
  $effect(() => {
    const from = before;
    before = resource;
    untrack(() => {
      if (resource && !from) board.goToColumn((it) => it.day.date === board.day.date);
      if (!resource && from) board.goToColumn((it) => it.resource === from);
      setStop();
    });
  });
}

/** What the cursor is to go to: a visit, as it is from this version on (what is still drawn may be older), or a column. */
export type Wanted = { id: string; version: number } | WantedColumn;

interface WantedColumn extends DayColumn {
  date: string;
}

/** To what was opened, booked or named elsewhere than on its cell; once for each wish, so that the cursor is free then. */
export function followWanted(board: BoardState, wanted: () => Wanted | null, show: (isLed: boolean) => void): void {
  let followed: Wanted | null = null;
  $effect(() => {
    const wish = wanted();
    const go = wish && wish !== followed ? wayTo(board, wish) : null;
    if (!wish || !go) return;
    untrack(() => {
      followed = wish;
      go();
      show("wall" in wish);
    });
  });
}

/** Null as long as it is not drawn. */
function wayTo(board: BoardState, wish: Wanted): (() => void) | null {
  if ("id" in wish) {
    const visit = board.visitById(wish.id);
    return visit && visit.version >= wish.version ? () => board.goToVisit(visit) : null;
  }
  const { resource, date, wall } = wish;
  const isIt = (it: Column) => it.resource === resource && it.day.date === date;
  if (!board.columns.some(isIt)) return null;
  return () => {
    board.goToColumn(isIt);
    const place = wall && board.placeOf({ resource, resourceName: "", wall: `${date}T${wall}` });
    if (place) board.goTo(board.cellOf(place));
  };
}
