// What the keys mean in a list: the arrows walk, the letters are the board's own.
import type { AppointmentStatus } from "@bridge";
import { type KeyBinding, type KeyScope, keyScope } from "@shared/keys/registry.svelte";
import { may } from "@shared/data/session.svelte";
import { STATUS_KEYS } from "@shared/visit/statusKeys";
import { codeWords } from "@shared/words/codes";
import type { ListActs } from "./acts";
import type { ListCursor } from "./cursor.svelte";
import type { Entry } from "./lists";
import { listsWords } from "./words";

/** What can be done with a row by one key, in the order of its buttons. */
export interface RowAct extends KeyBinding {
  when: () => boolean;
}

export function rowActs(entry: () => Entry | null, acts: ListActs): RowAct[] {
  const on = (run: (entry: Entry) => void) => () => {
    const current = entry();
    if (current) run(current);
  };
  const status = ([to, keys]: [AppointmentStatus, string]): RowAct => ({
    keys,
    label: () => codeWords.status[to].action,
    run: on(({ visit, date }) => acts.setStatus(visit, to, date)),
    when: () => may("change_status") && (entry()?.visit.next_statuses.includes(to) ?? false),
  });
  const canMove = () => may("book") && (entry()?.visit.can_move ?? false);
  return [
    ...(Object.entries(STATUS_KEYS) as [AppointmentStatus, string][]).map(status),
    {
      keys: "C",
      label: () => listsWords.keys.confirmed,
      run: on(({ visit }) => acts.confirm(visit)),
      when: () => may("change_status") && isUnconfirmed(entry()),
    },
    {
      keys: "M",
      label: () => listsWords.keys.move,
      run: on(({ visit, date }) => acts.move(visit, date)),
      when: canMove,
    },
    {
      keys: "X",
      label: () => listsWords.keys.cancel,
      run: on(({ visit, date }) => acts.cancel(visit, date)),
      when: canMove,
    },
    {
      keys: "B",
      label: () => listsWords.keys.bookAgain,
      run: on(({ visit }) => acts.bookAgain(visit)),
      when: () => may("book") && entry() !== null,
    },
  ];
}

const isUnconfirmed = (entry: Entry | null) =>
  entry !== null && entry.visit.can_move && entry.visit.confirmation !== "confirmed";

export function listKeys(cursor: ListCursor, acts: ListActs, follow: () => void): KeyScope {
  const go = (keys: string, label: () => string, run: () => void): KeyBinding => ({
    keys,
    label,
    run: () => {
      run();
      follow();
    },
  });
  return keyScope(
    () => listsWords.title,
    [
      go(
        "Up",
        () => listsWords.keys.rowBefore,
        () => cursor.go(-1),
      ),
      go(
        "Down",
        () => listsWords.keys.rowAfter,
        () => cursor.go(1),
      ),
      go(
        "Home",
        () => listsWords.keys.firstRow,
        () => cursor.goTo(0),
      ),
      go(
        "End",
        () => listsWords.keys.lastRow,
        () => cursor.goTo(Infinity),
      ),
      {
        keys: "Enter",
        label: () => listsWords.keys.open,
        run: () => cursor.entry && acts.open(cursor.entry.visit, cursor.entry.date),
      },
      ...rowActs(() => cursor.entry, acts),
    ],
  );
}
