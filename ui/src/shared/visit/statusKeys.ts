// The keys that change a visit's status, wherever a visit is under the cursor.
import type { AppointmentStatus } from "@bridge";
import { keysFor } from "../keys/keymap";
import { type Action, usualKeys } from "../keys/map";

export const STATUS_ACTIONS = {
  arrived: "arrived",
  "checked-in": "checkIn",
  roomed: "toRoom",
  "with-provider": "withProvider",
  fulfilled: "done",
  noshow: "noShow",
} as const satisfies Partial<Record<AppointmentStatus, Action>>;

export type KeyedStatus = keyof typeof STATUS_ACTIONS;

export const KEYED_STATUSES = Object.keys(STATUS_ACTIONS) as KeyedStatus[];

function actionOf(to: AppointmentStatus): Action | null {
  const keyed = KEYED_STATUSES.find((it) => it === to);
  return keyed ? STATUS_ACTIONS[keyed] : null;
}

/** The key that does it now, if there is one. */
export function statusKeys(to: AppointmentStatus): string {
  const action = actionOf(to);
  return action ? keysFor(action) : "";
}

/** The letter that stands for it on paper, whoever prints it. */
export function statusLetter(status: AppointmentStatus): string {
  const action = actionOf(status);
  return action ? usualKeys[action] : "";
}
