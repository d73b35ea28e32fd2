// What the keys mean on the board: one table per thing that the cursor can be on. Letters are names on a free cell
// and actions on a visit.
import { type KeyBinding, type KeyScope, keyScope } from "@shared/keys/registry.svelte";
import { STATUS_LETTERS } from "@shared/visit/statusKeys";
import { tick } from "svelte";
import type { BoardActs } from "./acts";
import type { BoardState } from "./board.svelte";
import type { Step } from "./cursor";
import { boardWords } from "./words";

export interface BoardKeys {
  cells: KeyScope;
  visit: KeyScope;
  move: KeyScope;
}

export function boardKeys(board: BoardState, acts: BoardActs, follow: () => void, openMenu: () => void): BoardKeys {
  return {
    cells: keyScope(
      () => boardWords.keys.board,
      cellKeys(board, acts, follow, openMenu),
      () => boardWords.keys.lettersBook,
    ),
    visit: keyScope(() => boardWords.keys.onVisit, visitKeys(board, acts)),
    move: keyScope(() => boardWords.keys.moving, moveKeys(board, acts)),
  };
}

function cellKeys(board: BoardState, acts: BoardActs, follow: () => void, openMenu: () => void): KeyBinding[] {
  const go = (keys: string, label: KeyBinding["label"], step: Step): KeyBinding => {
    const run = () => {
      board.go(step);
      void tick().then(follow);
    };
    return { keys, label, run };
  };
  return [
    go("Up", () => boardWords.keys.earlier, "up"),
    go("Down", () => boardWords.keys.later, "down"),
    go("Left", () => boardWords.keys.columnBefore, "left"),
    go("Right", () => boardWords.keys.columnAfter, "right"),
    go("Home", () => boardWords.keys.firstColumn, "rowStart"),
    go("End", () => boardWords.keys.lastColumn, "rowEnd"),
    go("PageUp", () => boardWords.keys.hourEarlier, "hourUp"),
    go("PageDown", () => boardWords.keys.hourLater, "hourDown"),
    go("Ctrl+Home", () => boardWords.keys.startOfDay, "first"),
    go("Ctrl+End", () => boardWords.keys.endOfDay, "last"),
    { keys: "F4", label: () => boardWords.keys.week, run: () => showWeek(board, acts) },
    { keys: "Enter", label: () => boardWords.keys.enter, run: () => enter(board, acts) },
    {
      keys: "Ctrl+V",
      label: () => boardWords.keys.paste,
      run: () => board.spot && acts.paste?.(board.spot),
      when: () => acts.paste !== null && board.spot !== null,
    },
    { keys: "Shift+F10", label: () => boardWords.menu, run: openMenu },
    { keys: "ContextMenu", label: () => boardWords.menu, run: openMenu },
  ];
}

function showWeek(board: BoardState, acts: BoardActs): void {
  const column = board.columns[board.column];
  if (column?.resource) acts.showWeek(column.resource, column.day.date);
}

function enter(board: BoardState, acts: BoardActs): void {
  if (board.visit) acts.open(board.visit);
  else if (board.spot) acts.book(board.spot, "");
}

function visitKeys(board: BoardState, acts: BoardActs): KeyBinding[] {
  const visit = () => board.visit;
  const status = (to: keyof typeof STATUS_LETTERS, label: KeyBinding["label"]): KeyBinding => ({
    keys: STATUS_LETTERS[to],
    label,
    run: () => {
      const on = visit();
      if (on) acts.setStatus(on, to);
    },
    when: () => visit()?.next_statuses.includes(to) ?? false,
  });
  const act = (
    keys: string,
    label: KeyBinding["label"],
    run: keyof Pick<BoardActs, "confirm" | "cancel" | "move" | "cut">,
  ): KeyBinding => ({
    keys,
    label,
    run: () => {
      const on = visit();
      if (on) acts[run](on);
    },
    when: () => visit() !== undefined,
  });
  const bookHere = () => {
    if (board.spot) acts.book(board.spot, "");
  };
  return [
    status("arrived", () => boardWords.keys.arrived),
    status("checked-in", () => boardWords.keys.checkIn),
    status("roomed", () => boardWords.keys.toRoom),
    status("with-provider", () => boardWords.keys.withProvider),
    status("fulfilled", () => boardWords.keys.done),
    status("noshow", () => boardWords.keys.noShow),
    act("C", () => boardWords.keys.confirmed, "confirm"),
    act("X", () => boardWords.keys.cancel, "cancel"),
    act("M", () => boardWords.keys.move, "move"),
    act("Ctrl+X", () => boardWords.keys.cut, "cut"),
    { keys: "B", label: () => boardWords.keys.bookSameTime, run: bookHere },
    { keys: "W", label: () => boardWords.keys.week, run: () => showWeek(board, acts) },
  ];
}

function moveKeys(board: BoardState, acts: BoardActs): KeyBinding[] {
  const shift = (keys: string, label: KeyBinding["label"], columns: number, minutes: number): KeyBinding => ({
    keys,
    label,
    run: () => board.moveGhost(columns, minutes),
  });
  return [
    shift("Up", () => boardWords.keys.quarterEarlier, 0, -15),
    shift("Down", () => boardWords.keys.quarterLater, 0, 15),
    shift("Shift+Up", () => boardWords.keys.fiveEarlier, 0, -5),
    shift("Shift+Down", () => boardWords.keys.fiveLater, 0, 5),
    shift("Left", () => boardWords.keys.columnBefore, -1, 0),
    shift("Right", () => boardWords.keys.columnAfter, 1, 0),
    shift("PageUp", () => boardWords.keys.hourEarlier, 0, -60),
    shift("PageDown", () => boardWords.keys.hourLater, 0, 60),
    { keys: "Esc", label: () => boardWords.keys.stopMoving, run: () => acts.stopMoving() },
  ];
}
