// What the board does by itself when something around it changes: its ghost follows the visit on the move, its cursor the
// provider whose week is shown.
import type { VisitView, WeekView } from "@bridge";
import { announce } from "@shared/data/notify.svelte";
import type { Spot } from "@shared/slots/spot";
import { untrack } from "svelte";
import type { BoardActs } from "./acts";
import type { BoardState } from "./board.svelte";
import { boardWords } from "./words";

/** Called while the board is set up. A visit on the move has a ghost, and where the ghost is, is said. */
export function followMove(
  board: BoardState,
  acts: BoardActs,
  moving: () => VisitView | null,
  target: () => Spot | null,
): void {
  const id = $derived(moving()?.id ?? null);
  $effect(() => {
    void id;
    untrack(() => {
      const visit = moving();
      if (visit) board.beginMove(visit, board.placeOf(target()));
      else board.ghost = null;
    });
  });

  const over = $derived(board.ghost && board.spotAt(board.ghost.column, board.ghost.minute));
  $effect(() => {
    const [spot, visit] = [over, moving()];
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
