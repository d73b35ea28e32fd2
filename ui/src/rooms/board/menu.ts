// What can be done with the cell under the cursor: for the context menu and its key.
import { may } from "@shared/data/session.svelte";
import type { MenuItem } from "@shared/kit/Menu.svelte";
import type { BoardActs } from "./acts";
import type { BoardState } from "./board.svelte";
import { partAt } from "./geometry";

export function cellMenu(board: BoardState, acts: BoardActs): MenuItem[] {
  const { visit, spot } = board;
  const items: MenuItem[] = [];
  if (visit) {
    items.push({ label: "Open details", icon: "info", run: () => acts.open(visit) });
    if (visit.can_move) items.push({ label: "Move", icon: "move", run: () => acts.move(visit) });
    if (visit.can_move) items.push({ label: "Cancel…", icon: "ban", run: () => acts.cancel(visit) });
  }
  if (!spot) return items;
  if (may("book")) items.push({ label: "Book here", icon: "plus", run: () => acts.book(spot, "") });
  if (may("block_time")) items.push(...timeItems(board, acts));
  return items;
}

function timeItems(board: BoardState, acts: BoardActs): MenuItem[] {
  const spot = board.spot;
  const view = board.columns[board.column]?.view;
  if (!spot || !view || !board.stop) return [];
  const exception = partAt(view, board.stop.minute)?.exception;
  const items: MenuItem[] = [{ label: "Block time…", icon: "lock", run: () => acts.block(spot) }];
  if (exception) items.push({ label: "Unblock", icon: "undo", run: () => acts.unblock(exception) });
  return items;
}
