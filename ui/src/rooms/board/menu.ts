// What can be done with the cell under the cursor: for the context menu and its key.
import { may } from "@shared/data/session.svelte";
import type { MenuItem } from "@shared/kit/Menu.svelte";
import type { BoardActs } from "./acts";
import type { BoardState } from "./board.svelte";
import { partAt } from "./geometry";
import { boardWords, headAction } from "./words";

export function cellMenu(board: BoardState, acts: BoardActs): MenuItem[] {
  const { visit, spot } = board;
  const items: MenuItem[] = [];
  if (visit) {
    items.push({ label: boardWords.openDetails, icon: "info", run: () => acts.open(visit) });
    if (visit.can_move) {
      items.push({ label: boardWords.move, icon: "move", run: () => acts.move(visit) });
      items.push({ label: boardWords.cut, icon: "cut", run: () => acts.cut(visit) });
    }
    if (visit.can_move) items.push({ label: boardWords.cancel, icon: "ban", run: () => acts.cancel(visit) });
  }
  const column = board.columns[board.column];
  if (column && spot)
    items.push({
      label: headAction(column),
      icon: "calendar",
      run: () => acts.showWeek(spot.resource, column.day.date),
    });
  if (!spot) return items;
  const { paste } = acts;
  if (paste) items.push({ label: boardWords.paste, icon: "paste", run: () => paste(spot) });
  if (may("book")) items.push({ label: boardWords.bookHere, icon: "plus", run: () => acts.book(spot, "") });
  if (may("block_time")) items.push(...timeItems(board, acts));
  return items;
}

function timeItems(board: BoardState, acts: BoardActs): MenuItem[] {
  const spot = board.spot;
  const view = board.columns[board.column]?.view;
  if (!spot || !view || !board.stop) return [];
  const exception = partAt(view, board.stop.minute)?.exception;
  const items: MenuItem[] = [{ label: boardWords.blockTimeMenu, icon: "lock", run: () => acts.block(spot) }];
  if (exception) items.push({ label: boardWords.unblock, icon: "undo", run: () => acts.unblock(exception) });
  return items;
}
