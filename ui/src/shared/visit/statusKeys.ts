// The letters that change a visit's status, wherever a visit is under the cursor.
import type { AppointmentStatus } from "@bridge";

export const STATUS_LETTERS = {
  arrived: "A",
  "checked-in": "I",
  roomed: "R",
  "with-provider": "P",
  fulfilled: "D",
  noshow: "N",
} as const;

/** The same, to be asked with any status. */
export const STATUS_KEYS: Partial<Record<AppointmentStatus, string>> = STATUS_LETTERS;
