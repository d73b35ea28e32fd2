// What the keys mean on the board: one table per thing that the cursor can be on. Letters are names on a free cell
// and actions on a visit.
import type { AppointmentStatus } from "@bridge";
import { type KeyBinding, type KeyScope, keyScope } from "@shared/keys/registry.svelte";
import { tick } from "svelte";
import type { BoardActs } from "./acts";
import type { BoardState } from "./board.svelte";
import type { Step } from "./cursor";

export interface BoardKeys {
  cells: KeyScope;
  visit: KeyScope;
  move: KeyScope;
}

export function boardKeys(board: BoardState, acts: BoardActs, follow: () => void, openMenu: () => void): BoardKeys {
  return {
    cells: keyScope("Board", cellKeys(board, acts, follow, openMenu)),
    visit: keyScope("Board, on a visit", visitKeys(board, acts)),
    move: keyScope("Board, moving a visit", moveKeys(board, acts)),
  };
}

function cellKeys(board: BoardState, acts: BoardActs, follow: () => void, openMenu: () => void): KeyBinding[] {
  const go = (keys: string, label: string, step: Step): KeyBinding => {
    const run = () => {
      board.go(step);
      void tick().then(follow);
    };
    return { keys, label, run };
  };
  return [
    go("Up", "Earlier", "up"),
    go("Down", "Later", "down"),
    go("Left", "Column before", "left"),
    go("Right", "Column after", "right"),
    go("Home", "First column", "rowStart"),
    go("End", "Last column", "rowEnd"),
    go("PageUp", "One hour earlier", "hourUp"),
    go("PageDown", "One hour later", "hourDown"),
    go("Ctrl+Home", "Start of the day", "first"),
    go("Ctrl+End", "End of the day", "last"),
    { keys: "Enter", label: "Book here, or open the visit", run: () => enter(board, acts) },
    { keys: "Shift+F10", label: "What can be done here", run: openMenu },
    { keys: "ContextMenu", label: "What can be done here", run: openMenu },
  ];
}

function enter(board: BoardState, acts: BoardActs): void {
  if (board.visit) acts.open(board.visit);
  else if (board.spot) acts.book(board.spot, "");
}

function visitKeys(board: BoardState, acts: BoardActs): KeyBinding[] {
  const visit = () => board.visit;
  const status = (keys: string, label: string, ...wanted: AppointmentStatus[]): KeyBinding => {
    const next = () => wanted.find((to) => visit()?.next_statuses.includes(to));
    const run = () => {
      const [on, to] = [visit(), next()];
      if (on && to) acts.setStatus(on, to);
    };
    return { keys, label, run, when: () => next() !== undefined };
  };
  const act = (keys: string, label: string, run: keyof Pick<BoardActs, "confirm" | "cancel" | "move">): KeyBinding => ({
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
    status("A", "Arrived", "arrived"),
    status("I", "Check in", "checked-in"),
    status("R", "To the room", "roomed"),
    status("P", "With the provider", "with-provider"),
    status("D", "Done", "fulfilled"),
    status("N", "No-show", "noshow"),
    act("C", "Confirmed by the patient", "confirm"),
    act("X", "Cancel, asks for the reason", "cancel"),
    act("M", "Move", "move"),
    { keys: "B", label: "Book at the same time", run: bookHere },
  ];
}

function moveKeys(board: BoardState, acts: BoardActs): KeyBinding[] {
  const shift = (keys: string, label: string, columns: number, minutes: number): KeyBinding => ({
    keys,
    label,
    run: () => board.moveGhost(columns, minutes),
  });
  return [
    shift("Up", "15 minutes earlier", 0, -15),
    shift("Down", "15 minutes later", 0, 15),
    shift("Shift+Up", "5 minutes earlier", 0, -5),
    shift("Shift+Down", "5 minutes later", 0, 5),
    shift("Left", "Column before", -1, 0),
    shift("Right", "Column after", 1, 0),
    shift("PageUp", "One hour earlier", 0, -60),
    shift("PageDown", "One hour later", 0, 60),
    { keys: "Esc", label: "Stop moving", run: () => acts.stopMoving() },
  ];
}
