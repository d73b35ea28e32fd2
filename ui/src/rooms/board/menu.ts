// What can be done with the cell under the cursor: for the context menu and its key.
import { may } from "@shared/data/session.svelte";
import { keysFor } from "@shared/keys/keymap";
import type { MenuItem } from "@shared/kit/Menu.svelte";
import { canFollow } from "@shared/visit/followUp";
import { KEYED_STATUSES, statusKeys } from "@shared/visit/statusKeys";
import { codeWords, STATUS } from "@shared/words/codes";
import type { VisitView } from "@bridge";
import type { BoardActs } from "./acts";
import type { BoardState } from "./board.svelte";
import { partAt } from "./geometry";
import type { Group } from "./groups";
import { blockDetail, boardWords, headAction } from "./words";

export function cellMenu(board: BoardState, acts: BoardActs): MenuItem[] {
  const { visit, group, spot } = board;
  const items: MenuItem[] = visit ? visitItems(visit, acts) : group ? groupItems(group, board, acts) : [];
  const column = board.columns[board.column];
  if (column && spot)
    items.push({
      label: headAction(column),
      icon: "calendar",
      keys: keysFor("week"),
      run: () => acts.showWeek(spot.resource, column.day.date),
    });
  if (!spot) return items;
  const { paste } = acts;
  if (paste) items.push({ label: boardWords.paste, icon: "paste", keys: keysFor("paste"), run: () => paste(spot) });
  const { held } = board;
  if (held && may("book"))
    items.push(
      { label: boardWords.bookHeld, icon: "plus", keys: keysFor("enter"), run: () => acts.bookHeld(held, "") },
      { label: boardWords.release, icon: "undo", keys: keysFor("releaseHold"), run: () => acts.release(held) },
    );
  if (may("book") && !group) items.push({ label: boardWords.bookHere, icon: "plus", run: () => acts.book(spot, "") });
  if (may("block_time")) items.push(...timeItems(board, acts));
  return items;
}

/** Who is in the group, each with their visit, and the next one into it. */
export function groupItems(group: Group, board: BoardState, acts: BoardActs): MenuItem[] {
  const people: MenuItem[] = group.visits.map((visit) => ({
    label: [visit.patient_name, blockDetail(visit), codeWords.status[visit.status].label].filter(Boolean).join(" · "),
    icon: STATUS[visit.status].icon,
    run: () => acts.open(visit),
  }));
  const { spot } = board;
  if (spot && may("book"))
    people.push({ label: boardWords.group.bookNext, icon: "plus", run: () => acts.book(spot, "") });
  return people;
}

function visitItems(visit: VisitView, acts: BoardActs): MenuItem[] {
  const items: MenuItem[] = [
    { label: boardWords.openDetails, icon: "info", keys: keysFor("enter"), run: () => acts.open(visit) },
  ];
  if (may("change_status"))
    for (const to of KEYED_STATUSES.filter((it) => visit.next_statuses.includes(it)))
      items.push({
        label: codeWords.status[to].action,
        icon: STATUS[to].icon,
        keys: statusKeys(to),
        run: () => acts.setStatus(visit, to),
      });
  if (canFollow(visit))
    items.push({
      label: boardWords.followUp,
      icon: "calendar",
      keys: keysFor("followUp"),
      run: () => acts.followUp(visit),
    });
  if (!visit.can_move) return items;
  return [
    ...items,
    { label: boardWords.move, icon: "move", keys: keysFor("move"), run: () => acts.move(visit) },
    { label: boardWords.cut, icon: "cut", keys: keysFor("cut"), run: () => acts.cut(visit) },
    { label: boardWords.cancel, icon: "ban", keys: keysFor("cancelVisit"), run: () => acts.cancel(visit) },
  ];
}

function timeItems(board: BoardState, acts: BoardActs): MenuItem[] {
  const spot = board.spot;
  const view = board.columns[board.column]?.view;
  if (!spot || !view || !board.stop) return [];
  const exception = partAt(view, board.stop.minute)?.exception;
  const items: MenuItem[] = [{ label: boardWords.blockTimeMenu, icon: "lock", run: () => acts.block(spot) }];
  if (may("book"))
    items.push({
      label: boardWords.repairMenu,
      icon: "move",
      keys: keysFor("repairDay"),
      run: () => acts.repair(spot),
    });
  if (exception) items.push({ label: boardWords.unblock, icon: "undo", run: () => acts.unblock(exception) });
  return items;
}
