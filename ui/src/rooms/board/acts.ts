// What a person can do from the board. The board points at things; the app does them.
import type { AppointmentStatus, HoldView, VisitView } from "@bridge";
import type { Spot } from "@shared/slots/spot";

/** Time that is to be closed, from there on; or opened. */
export interface Blocking extends Spot {
  /** `HH:MM`, where it is opened. */
  opensUntil?: string;
}

export interface BoardActs {
  /** Starts a booking at a spot, with the letter that was typed there. */
  book(spot: Spot, typed: string): void;
  /** Starts the booking that a time is held for. */
  bookHeld(hold: HoldView, typed: string): void;
  /** Gives a held time back. */
  release(hold: HoldView): void;
  /** Shows a visit's details. */
  open(visit: VisitView): void;
  setStatus(visit: VisitView, to: AppointmentStatus): void;
  confirm(visit: VisitView): void;
  /** Asks when the patient comes again. */
  followUp(visit: VisitView, date?: string): void;
  cancel(visit: VisitView): void;
  /** Starts moving a visit; its day is said where the board does not show it. */
  move(visit: VisitView, date?: string): void;
  /** Where the visit that is being moved hovers now. */
  hover(visit: VisitView, spot: Spot): void;
  /** Where the visit that is being moved is to go. */
  point(visit: VisitView, spot: Spot): void;
  stopMoving(): void;
  /** Takes a visit along, to be put down elsewhere, on another day too. It stays where it is until then. */
  cut(visit: VisitView): void;
  /** Puts the visit that was cut here; absent while there is none. */
  paste: ((spot: Spot) => void) | null;
  /** Closes some of a resource's time. */
  block(spot: Spot): void;
  unblock(exception: string): void;
  /** Finds other places for whoever is touched by somebody being out, or late, from there on. */
  repair(spot: Spot): void;
  /** Shows the week of a resource, around the day of a column; in a week, shows that day. */
  showWeek(resource: string, date: string): void;
  /** Puts the columns into this order. */
  reorder(order: string[]): void;
}
