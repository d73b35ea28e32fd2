// What the keys do in a list: the arrows walk, the letters are the board's own.
import { callWords } from "@shared/calls/words";
import { may } from "@shared/data/session.svelte";
import type { ActionOf } from "@shared/keys/map";
import { type KeyAct, type KeyScope, keyScope } from "@shared/keys/registry";
import { canFollow } from "@shared/visit/followUp";
import { KEYED_STATUSES, type KeyedStatus, STATUS_ACTIONS } from "@shared/visit/statusKeys";
import { codeWords } from "@shared/words/codes";
import type { ListActs } from "./acts";
import type { ListCursor } from "./cursor.svelte";
import type { Entry } from "./lists";
import { listsWords } from "./words";

type RowAction = Exclude<ActionOf<"row">, "rowBefore" | "rowAfter" | "firstRow" | "lastRow" | "openOnBoard">;

/** What can be done with a row by one key, in the order of its buttons. */
export interface RowAct {
  action: RowAction;
  label: () => string;
  run: () => void;
  when: () => boolean;
}

/** What asks before it is done. */
export interface RowAsks {
  /** What came of a call. */
  call(entry: Entry): void;
  /** How urgent it is. */
  triage(entry: Entry): void;
}

export function rowActs(entry: () => Entry | null, acts: ListActs, asks: RowAsks): RowAct[] {
  const on = (run: (entry: Entry) => void) => () => {
    const current = entry();
    if (current) run(current);
  };
  const status = (to: KeyedStatus): RowAct => ({
    action: STATUS_ACTIONS[to],
    label: () => codeWords.status[to].action,
    run: on(({ visit, date }) => acts.setStatus(visit, to, date)),
    when: () => may("change_status") && (entry()?.visit.next_statuses.includes(to) ?? false),
  });
  const canMove = () => may("book") && (entry()?.visit.can_move ?? false);
  return [
    ...KEYED_STATUSES.map(status),
    {
      action: "confirm",
      label: () => listsWords.acts.confirmed,
      run: on(({ visit }) => acts.confirm(visit)),
      when: () => may("change_status") && isUnconfirmed(entry()),
    },
    {
      action: "move",
      label: () => listsWords.acts.move,
      run: on(({ visit, date }) => acts.move(visit, date)),
      when: canMove,
    },
    {
      action: "cancelVisit",
      label: () => listsWords.acts.cancel,
      run: on(({ visit, date }) => acts.cancel(visit, date)),
      when: canMove,
    },
    {
      action: "followUp",
      label: () => listsWords.acts.followUp,
      run: on(({ visit, date }) => acts.followUp(visit, date)),
      when: () => canFollow(entry()?.visit ?? { status: "booked" }),
    },
    {
      action: "bookAgain",
      label: () => listsWords.acts.bookAgain,
      run: on(({ visit }) => acts.bookAgain(visit)),
      when: () => may("book") && entry() !== null,
    },
    {
      action: "logCall",
      label: () => callWords.log,
      run: on(asks.call),
      when: () => may("change_status") && (entry()?.isToCall ?? false),
    },
    {
      action: "setTriage",
      label: () => listsWords.acts.triage,
      run: on(asks.triage),
      when: () => may("change_status") && (entry()?.waited ?? null) !== null,
    },
  ];
}

const isUnconfirmed = (entry: Entry | null) =>
  entry !== null && entry.visit.can_move && entry.visit.confirmation !== "confirmed";

export function listKeys(cursor: ListCursor, acts: ListActs, asks: RowAsks, follow: () => void): KeyScope {
  const go = (step: () => void): KeyAct => ({
    run: () => {
      step();
      follow();
    },
  });
  const byAction = rowActs(() => cursor.entry, acts, asks).map((it): [RowAction, KeyAct] => [it.action, it]);
  return keyScope("row", {
    rowBefore: go(() => cursor.go(-1)),
    rowAfter: go(() => cursor.go(1)),
    firstRow: go(() => cursor.goTo(0)),
    lastRow: go(() => cursor.goTo(Infinity)),
    openOnBoard: { run: () => cursor.entry && acts.open(cursor.entry.visit, cursor.entry.date) },
    ...(Object.fromEntries(byAction) as Record<RowAction, KeyAct>),
  });
}
