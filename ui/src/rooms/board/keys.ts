// What the keys do on the board: one scope per thing that the cursor can be on. Letters are names on a free cell and
// actions on a visit.
import type { HoldView, VisitView } from "@bridge";
import { may } from "@shared/data/session.svelte";
import { type KeyAct, type KeyScope, keyScope } from "@shared/keys/registry";
import type { Spot } from "@shared/slots/spot";
import { canFollow } from "@shared/visit/followUp";
import { KEYED_STATUSES, type KeyedStatus, STATUS_ACTIONS } from "@shared/visit/statusKeys";
import { tick } from "svelte";
import type { BoardActs } from "./acts";
import type { BoardState } from "./board.svelte";
import type { Step } from "./cursor";

export interface BoardKeys {
  cells: KeyScope;
  visit: KeyScope;
  move: KeyScope;
}

export interface BoardLists {
  /** What can be done with the cell. */
  menu: () => void;
  /** Who is in the group. */
  group: () => void;
}

export function boardKeys(board: BoardState, acts: BoardActs, follow: () => void, lists: BoardLists): BoardKeys {
  return { cells: cellKeys(board, acts, follow, lists), visit: visitKeys(board, acts), move: moveKeys(board, acts) };
}

function cellKeys(board: BoardState, acts: BoardActs, follow: () => void, lists: BoardLists): KeyScope {
  const go = (step: Step): KeyAct => ({
    run: () => {
      board.go(step);
      void tick().then(follow);
    },
  });
  return keyScope("board", {
    earlier: go("up"),
    later: go("down"),
    columnBefore: go("left"),
    columnAfter: go("right"),
    firstColumn: go("rowStart"),
    lastColumn: go("rowEnd"),
    hourEarlier: go("hourUp"),
    hourLater: go("hourDown"),
    startOfDay: go("first"),
    endOfDay: go("last"),
    week: { run: () => showWeek(board, acts) },
    repairDay: { run: () => board.spot && acts.repair(board.spot), when: () => board.spot !== null && mayRepair() },
    enter: { run: () => (board.group ? lists.group() : enter(board, acts)) },
    releaseHold: { run: () => board.held && acts.release(board.held), when: () => board.held !== null },
    paste: {
      run: () => board.spot && acts.paste?.(board.spot),
      when: () => acts.paste !== null && board.spot !== null,
    },
    menu: { run: lists.menu },
  });
}

const mayRepair = () => may("block_time") && may("book");

function showWeek(board: BoardState, acts: BoardActs): void {
  const column = board.columns[board.column];
  if (column?.resource) acts.showWeek(column.resource, column.day.date);
}

function enter(board: BoardState, acts: BoardActs): void {
  if (board.visit) acts.open(board.visit);
  else if (board.spot) bookAt(acts, board.spot, board.held, "");
}

/** Starts a booking, of what is held there if anything is. */
export function bookAt(acts: BoardActs, spot: Spot, held: HoldView | null, typed: string): void {
  if (held) acts.bookHeld(held, typed);
  else acts.book(spot, typed);
}

function visitKeys(board: BoardState, acts: BoardActs): KeyScope {
  const on = (run: (visit: VisitView) => void, when: (visit: VisitView) => boolean = () => true): KeyAct => ({
    run: () => {
      if (board.visit) run(board.visit);
    },
    when: () => board.visit !== null && when(board.visit),
  });
  const status = (to: KeyedStatus) => [
    STATUS_ACTIONS[to],
    on(
      (visit) => acts.setStatus(visit, to),
      (visit) => visit.next_statuses.includes(to),
    ),
  ];
  const statuses = Object.fromEntries(KEYED_STATUSES.map(status)) as Record<
    (typeof STATUS_ACTIONS)[KeyedStatus],
    KeyAct
  >;
  return keyScope("visit", {
    ...statuses,
    confirm: on((visit) => acts.confirm(visit)),
    followUp: on((visit) => acts.followUp(visit), canFollow),
    cancelVisit: on((visit) => acts.cancel(visit)),
    move: on((visit) => acts.move(visit)),
    cut: on((visit) => acts.cut(visit)),
    bookSameTime: { run: () => board.spot && acts.book(board.spot, "") },
    weekOfVisit: { run: () => showWeek(board, acts) },
  });
}

function moveKeys(board: BoardState, acts: BoardActs): KeyScope {
  const shift = (columns: number, minutes: number): KeyAct => ({ run: () => board.moveGhost(columns, minutes) });
  return keyScope("moving", {
    quarterEarlier: shift(0, -15),
    quarterLater: shift(0, 15),
    fiveEarlier: shift(0, -5),
    fiveLater: shift(0, 5),
    columnBefore: shift(-1, 0),
    columnAfter: shift(1, 0),
    hourEarlier: shift(0, -60),
    hourLater: shift(0, 60),
    takeIt: { run: () => point(board, acts) },
    stopMoving: { run: () => acts.stopMoving() },
  });
}

function point(board: BoardState, acts: BoardActs): void {
  const over = board.ghost && board.spotAt(board.ghost.column, board.ghost.minute);
  if (over && board.moving) acts.point(board.moving, over);
}
