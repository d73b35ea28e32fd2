// What the board and the panel ask for, done: each act is one command, and its answer is said in words, with the way
// back.
import type { AppointmentStatus, AppointmentView, HoldView, RequesterView, VisitView } from "@bridge";
import { ask } from "@shared/data/ask";
import { note } from "@shared/data/notify.svelte";
import { arrange } from "@shared/data/preferences.svelte";
import { may } from "@shared/data/session.svelte";
import { keysFor } from "@shared/keys/keymap";
import { keysInWords } from "@shared/keys/words";
import { done } from "@shared/data/undo.svelte";
import type { Spot } from "@shared/slots/spot";
import { timeOf } from "@shared/words/dates";
import type { BoardActs } from "../rooms/board/acts";
import { asksWhoItIs } from "../rooms/visit/steps";
import { arrivedLate, statusDone } from "../rooms/visit/words";
import type { DayPlace } from "./day.svelte";
import { appWords } from "./words";

/**
 * @param location the one that is on the board
 * @param dateOf the day of a visit that is on the board
 * @param asksToFollow whether the patient comes again, as a rule
 */
export function boardActs(
  place: DayPlace,
  location: () => string,
  dateOf: (visit: string) => string,
  asksToFollow: (visit: VisitView) => boolean,
): BoardActs {
  /** Whose type has an interval is asked about the follow-up while the patient stands there. */
  function checkOut(visit: VisitView, to: AppointmentStatus) {
    const isDone = to === "fulfilled" && place.latest?.visit.id === visit.id && place.latest.visit.status === to;
    if (isDone && asksToFollow(visit)) place.checkingOut = { visit, date: dateOf(visit.id) };
  }

  return {
    book: (spot, typed) => {
      if (!may("book")) note(appWords.mayNotBook, "info");
      else if (place.booking) place.aimBooking(spot);
      else place.startBooking({ spot, typed, patient: null });
    },
    bookHeld: (held, typed) => {
      if (!may("book")) return note(appWords.mayNotBook, "info");
      const { patient: id, patient_name: name, birth_date } = held;
      place.startBooking({ spot: null, typed, patient: id ? { id, name, birth_date } : null, held });
    },
    release: (held) => void release(held),
    open: (visit) => place.openVisit(visit.id),
    setStatus: (visit, to) => {
      if (asksWhoItIs(visit, to)) place.checkingIn = { visit, date: dateOf(visit.id) };
      else void setStatus(place, visit, to).then(() => checkOut(visit, to));
    },
    confirm: (visit) => void confirm(place, visit),
    followUp: (visit, date = dateOf(visit.id)) => (place.checkingOut = { visit, date }),
    cancel: (visit) => {
      if (!visit.can_move) return note(appWords.tooLateToCancel, "info");
      place.openVisit(visit.id);
      place.cancelling = true;
    },
    move: (visit, date = dateOf(visit.id)) => {
      if (visit.can_move) place.startMove(visit, date);
      else note(appWords.tooLateToMove, "info");
    },
    hover: (_, spot) => (place.over = spot),
    point: (visit, spot) => place.startMove(visit, place.moving?.date ?? dateOf(visit.id), spot),
    stopMoving: () => place.stopMoving(),
    cut: (visit) => {
      if (!visit.can_move) return note(appWords.tooLateToMove, "info");
      place.stopMoving();
      place.cut = { visit, date: dateOf(visit.id) };
      note(appWords.isCut(visit.patient_name, keysInWords(keysFor("paste") || keysFor("menu"))), "info");
    },
    get paste() {
      const held = place.cut;
      return held ? (spot: Spot) => place.startMove(held.visit, held.date, spot) : null;
    },
    block: (spot) => (place.blocking = spot),
    unblock: (exception) => void unblock(exception),
    repair: (spot) => (place.repairing = spot),
    showWeek: (resource, date) => place.toggleWeek(resource, date),
    reorder: (order) => arrange(location(), { order }),
  };
}

/** Whose doing a change of status is, as a rule: the patient arrives and leaves, the clinic does the rest. */
function requester(to: AppointmentStatus): RequesterView {
  const byPatient: readonly AppointmentStatus[] = ["arrived", "checked-in", "left-without-being-seen"];
  return { who: byPatient.includes(to) ? "patient" : "clinic" };
}

function setStatus(place: DayPlace, visit: VisitView, to: AppointmentStatus): Promise<void> {
  return inTurn(place, () => {
    const version = place.versionOf(visit);
    const request = { appointment: visit.id, version, to, requested_by: requester(to) };
    const said = (now: AppointmentView) => arrivedLate(now, to) ?? statusDone(visit, to);
    return done(ask("set_status", request), said);
  });
}

function confirm(place: DayPlace, visit: VisitView): Promise<void> {
  return inTurn(place, () => {
    const version = place.versionOf(visit);
    const request = { appointment: visit.id, version, state: "confirmed", channel: "phone" } as const;
    return done(ask("set_confirmation", request), () => appWords.confirmed(visit.patient_name));
  });
}

async function unblock(exception: string): Promise<void> {
  await done(ask("unblock_time", { exception }), () => appWords.timeIsOpen);
}

async function release({ hold, offer }: HoldView): Promise<void> {
  await done(ask("release_hold", { hold }), () => appWords.released(timeOf(offer.wall_start), offer.provider_name));
}

let turn: Promise<void> = Promise.resolve();

/** One act after the other, each on the version that the one before it made. */
function inTurn(place: DayPlace, act: () => Promise<AppointmentView | null>): Promise<void> {
  turn = turn.then(async () => {
    const answer = await act();
    if (answer) place.keep(answer);
  });
  return turn;
}
