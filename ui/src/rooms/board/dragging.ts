// Dragging a visit over the board: the ghost shows where it would go, snapped to the clinic's grid; letting go points
// at that spot. Whether the visit can go there, the desk says afterwards.
import type { BoardActs } from "./acts";
import type { BoardState } from "./board.svelte";
import { watchDrags } from "./drag";
import { minuteAt, pointOn } from "./pointing";

/** An attachment for the grid. */
export function visitDrags(board: BoardState, acts: BoardActs, snap: () => number): (grid: HTMLElement) => () => void {
  return (grid) =>
    watchDrags(grid, {
      mayDrag: (id) => board.visitById(id)?.can_move ?? false,
      over(id, x, y, grabbedPx) {
        const point = pointOn(grid, board, x, y - grabbedPx);
        if (!point || !board.visitById(id)) return;
        board.putGhost(point.column, minuteAt(point.minute + snap() / 2, snap()));
      },
      drop(id) {
        const [visit, ghost] = [board.visitById(id), board.ghost];
        const spot = ghost && board.spotAt(ghost.column, ghost.minute);
        if (visit && spot) acts.point(visit, spot);
        else board.ghost = null;
      },
      stop: () => (board.ghost = null),
    });
}

/** An attachment for the grid: a head is dragged to another place, and the columns follow when it is let go. */
export function headDrags(board: BoardState, acts: BoardActs): (grid: HTMLElement) => () => void {
  return (grid) =>
    watchDrags(
      grid,
      {
        mayDrag: () => board.columns.length > 1 && !board.isWeek,
        over(resource, x) {
          const heads = [...grid.querySelectorAll<HTMLElement>("[data-head]")];
          const after = heads.find((head) => {
            const box = head.getBoundingClientRect();
            return x < box.left + box.width / 2;
          });
          board.carried = { resource, before: after?.dataset["head"] ?? null };
        },
        drop() {
          const order = board.orderAfterDrop();
          board.carried = null;
          if (order) acts.reorder(order);
        },
        stop: () => (board.carried = null),
      },
      "head",
    );
}
