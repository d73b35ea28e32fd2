// Where the day screen stands: which day, what is open beside the board, what is being booked or moved.
import type { VisitView } from "@bridge";
import { arrange, lastLocation } from "@shared/data/preferences.svelte";
import type { ChosenPatient } from "@shared/patient/patient";
import { plusDays } from "@shared/words/dates";
import type { Spot } from "@shared/slots/spot";

export interface Booking {
  spot: Spot | null;
  typed: string;
  patient: ChosenPatient | null;
}

export interface Move {
  visit: VisitView;
  /** The day that the visit is on now. */
  date: string;
  spot: Spot | null;
}

export type Panel = { kind: "visit"; id: string } | { kind: "patient"; id: string };

export class DayPlace {
  /** Where the person was last; empty until somebody chose. */
  get location(): string {
    return lastLocation();
  }

  /** Null: today. */
  date = $state<string | null>(null);
  /** The resource whose week is shown instead of the day. */
  week = $state<string | null>(null);
  showClosed = $state(false);
  panel = $state.raw<Panel | null>(null);
  cancelling = $state(false);
  booking = $state.raw<(Booking & { key: number }) | null>(null);
  moving = $state.raw<Move | null>(null);
  blocking = $state.raw<Spot | null>(null);
  goingTo = $state(false);
  choosesColumns = $state(false);
  #bookings = 0;

  goTo(date: string | null): void {
    this.date = date;
  }

  /**
   * So many days on; in a week, so many weeks. From where the keys have gone already, not from what is drawn yet.
   * @param shown the date that stands for today
   */
  step(days: number, shown: string): void {
    this.goTo(plusDays(this.date ?? shown, this.week === null ? days : 7 * Math.sign(days)));
  }

  showDay(date: string): void {
    [this.date, this.week] = [date, null];
  }

  goToLocation(location: string): void {
    [this.panel, this.booking, this.moving, this.week] = [null, null, null, null];
    arrange(location, {});
  }

  /** Into the week of a resource, or from a day of the week back to that day. */
  toggleWeek(resource: string, date: string): void {
    this.goTo(date);
    this.week = this.week === null ? resource : null;
  }

  openVisit(id: string): void {
    [this.panel, this.cancelling] = [{ kind: "visit", id }, false];
  }

  startBooking(booking: Booking): void {
    this.moving = null;
    this.booking = { ...booking, key: ++this.#bookings };
  }

  /** Aims the booking under way at another spot of the board. */
  aimBooking(spot: Spot): void {
    if (this.booking) this.booking = { ...this.booking, spot };
  }

  startMove(visit: VisitView, date: string, spot: Spot | null = null): void {
    [this.booking, this.moving] = [null, { visit, date, spot }];
  }
}
