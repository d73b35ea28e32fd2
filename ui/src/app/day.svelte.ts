// Where the day screen stands: which day, what is open beside the board, what is being booked or moved.
import type { AppointmentView, HoldView, VisitView } from "@bridge";
import { arrange, lastLocation } from "@shared/data/preferences.svelte";
import type { DayColumn } from "@shared/data/sections";
import type { ChosenPatient } from "@shared/patient/patient";
import { plusDays } from "@shared/words/dates";
import type { Spot } from "@shared/slots/spot";
import type { Follows } from "../rooms/booking/start";
import type { Blocking } from "../rooms/board/acts";
import type { Wanted } from "../rooms/board/following.svelte";
import { type Topic, TOPICS } from "../rooms/help/topics";
import { Preview } from "./preview.svelte";

export interface Booking {
  spot: Spot | null;
  typed: string;
  patient: ChosenPatient | null;
  /** The visit that another time is looked for, of the same type with the same provider. */
  like?: VisitView | undefined;
  /** The time that was held for it. */
  held?: HoldView | undefined;
  /** What the patient is due for. */
  due?: { type: string; provider: string | null; from: string } | undefined;
  /** The date at the location, where the patient stands at the counter. */
  walkInOn?: string | undefined;
  /** The visit that this one follows, and the first day on which it should be. */
  follows?: Follows | undefined;
}

export interface Move {
  visit: VisitView;
  /** The day that the visit is on now. */
  date: string;
  spot: Spot | null;
}

export type Panel = { kind: "visit"; id: string } | { kind: "patient"; id: string };

/** A visit that was cut, to be put down elsewhere; or that is being checked in. */
export interface Held {
  visit: VisitView;
  date: string;
}

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
  /** The visit that was opened, booked or moved last, or the column that was led to: the board's cursor goes there once it is drawn. */
  wanted = $state.raw<Wanted | null>(null);
  cancelling = $state(false);
  booking = $state.raw<(Booking & { key: number }) | null>(null);
  moving = $state.raw<Move | null>(null);
  /** Where the visit on the move hovers. */
  over = $state.raw<Spot | null>(null);
  cut = $state.raw<Held | null>(null);
  checkingIn = $state.raw<Held | null>(null);
  /** Whose next visit is asked about. */
  checkingOut = $state.raw<Held | null>(null);
  /** The patient's record is open to be changed, in the course of a check-in. */
  editing = $state(false);
  afterEdit = $state.raw<Held | null>(null);
  blocking = $state.raw<Blocking | null>(null);
  /** Where a day is being repaired from. */
  repairing = $state.raw<Spot | null>(null);
  /** Who walked in, until they know their number. */
  numbered = $state.raw<AppointmentView | null>(null);
  goingTo = $state(false);
  choosesColumns = $state(false);
  /** What the latest act of this window made of a visit: drawn before the day is read again. */
  latest = $state.raw<AppointmentView | null>(null);
  /** What was proposed in words, and waits for a yes. */
  readonly preview = new Preview(this);
  readonly #versions: Record<string, number> = {};
  #bookings = 0;

  /** Notes what an act of this window made of a visit. */
  keep(answer: AppointmentView): void {
    this.#versions[answer.visit.id] = answer.visit.version;
    this.latest = answer;
  }

  /** The version that this window's own acts left behind, for keys that come faster than the board is drawn. */
  versionOf(visit: VisitView): number {
    return Math.max(visit.version, this.#versions[visit.id] ?? 0);
  }

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

  /**
   * @param location another one than that of the board, if need be
   * @param column that the cursor goes to
   */
  showDay(date: string, location = this.location, column: DayColumn | null = null): void {
    if (location !== this.location) this.goToLocation(location);
    [this.date, this.week] = [date, null];
    if (column) this.wanted = { ...column, date };
  }

  goToLocation(location: string): void {
    [this.panel, this.booking, this.moving, this.cut, this.week] = [null, null, null, null, null];
    arrange(location, {});
  }

  /** Into the week of a resource, or from a day of the week back to that day. */
  toggleWeek(resource: string, date: string): void {
    this.goTo(date);
    this.week = this.week === null ? resource : null;
  }

  openVisit(id: string): void {
    [this.panel, this.cancelling, this.editing] = [{ kind: "visit", id }, false, false];
    this.wanted = { id, version: 0 };
  }

  /** The page of the guide about what is under way; none where nothing is. */
  get topic(): Topic | null {
    if (this.moving) return TOPICS.moving;
    if (this.booking) return TOPICS.booking;
    if (this.panel?.kind === "visit") return this.cancelling ? TOPICS.cancelling : TOPICS.visit;
    return this.panel ? TOPICS.patients : null;
  }

  startBooking(booking: Booking): void {
    [this.moving, this.over] = [null, null];
    this.booking = { ...booking, key: ++this.#bookings };
  }

  /** Aims the booking under way at another spot of the board. */
  aimBooking(spot: Spot): void {
    if (this.booking) this.booking = { ...this.booking, spot };
  }

  /** The booking goes on without the spot that is taken now. */
  forgetSpot(): void {
    if (this.booking) this.booking = { ...this.booking, spot: null };
  }

  startMove(visit: VisitView, date: string, spot: Spot | null = null): void {
    [this.booking, this.cut, this.over, this.moving] = [null, null, null, { visit, date, spot }];
  }

  stopMoving(): void {
    [this.moving, this.over] = [null, null];
  }
}
