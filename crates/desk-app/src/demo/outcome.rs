//! What became of a visit by now, and everything that happened on the way, at believable rates.

use super::dice::Dice;
use clinic_domain::{
    appointment::{
        Allocation, AppointmentStatus as Status, CancelReason, Cancellation, Confirmation, ConfirmationStamp,
        ConfirmationState, HistoryEntry, HistoryEvent, Requester,
    },
    counter::{Asked, CardAnswer},
    id::PersonId,
    patient::ContactChannel,
    personal::Personal,
    time::{Instant, Period},
};

/// What is known when the outcome is thrown.
pub(super) struct Visit<'a> {
    pub during: Period,
    pub allocations: &'a [Allocation],
    pub is_cancelled: bool,
    /// Where that is not thrown.
    pub stands: Option<Status>,
    pub overbook_reason: Option<String>,
    pub now: Instant,
    pub by: PersonId,
    pub requested_by: Requester,
    pub channel: ContactChannel,
}

pub(super) struct Outcome {
    pub status: Status,
    pub cancellation: Option<Cancellation>,
    pub confirmation: Confirmation,
    pub history: Vec<HistoryEntry>,
}

/// Of the visits that were not cancelled.
const NO_SHOWS: f64 = 0.067;
const LEFT: f64 = 0.006;
const LATE_OF_CANCELLED: f64 = 0.3;
const MOVED: f64 = 0.07;
const DAY: i64 = 24 * 60;
/// The steps through the house, in order.
const STEPS: [Status; 4] = [Status::Arrived, Status::CheckedIn, Status::Roomed, Status::WithProvider];
/// The steps through the house are kept for visits of this age; before, how it ended.
const STEPS_KEPT: i64 = 60 * DAY;

pub(super) fn of(visit: &Visit<'_>, dice: &mut Dice) -> Outcome {
    let mut story = Story { visit, at: Instant(i64::MIN), history: Vec::with_capacity(5) };
    let booked_at = booked_at(visit, dice);
    story.tell(
        booked_at,
        HistoryEvent::Booked {
            overbook_reason: visit.overbook_reason.clone(),
            waives: None,
            instead_of: None,
        },
    );
    if visit.overbook_reason.is_none() && dice.chance(MOVED) {
        story.moved(dice);
    }
    if visit.is_cancelled {
        let (status, cancellation) = story.cancelled(dice);
        let confirmation = Confirmation::NOT_ASKED;
        return Outcome { status, cancellation: Some(cancellation), confirmation, history: story.history };
    }
    let confirmation = story.confirmation(dice);
    let status = story.walk(dice);
    Outcome { status, cancellation: None, confirmation, history: story.history }
}

/// Hours to weeks ahead, and never later than now.
fn booked_at(visit: &Visit<'_>, dice: &mut Dice) -> Instant {
    let start = visit.during.start();
    let lead =
        if dice.chance(0.15) { dice.between(30, 240) } else { 60 + (dice.exponential(16.0) * 1440.0) as i64 };
    let latest = visit.now.plus_minutes(-dice.between(10, 20 * DAY));
    let booked = start.plus_minutes(-lead.min(120 * DAY));
    if booked < visit.now.plus_minutes(-5) { booked } else { latest.min(start.plus_minutes(-30)) }
}

struct Story<'v, 'a> {
    visit: &'v Visit<'a>,
    at: Instant,
    history: Vec<HistoryEntry>,
}

impl Story<'_, '_> {
    /// One thing after another: nothing happens before what came first.
    fn tell(&mut self, at: Instant, what: HistoryEvent) {
        self.at = at.max(self.at);
        let requested_by = self.visit.requested_by;
        self.history.push(HistoryEntry {
            at: self.at,
            by: Some(self.visit.by),
            requested_by,
            what,
            sequel: None,
            typed_at: None,
        });
    }

    fn step(&mut self, at: Instant, from: Status, to: Status) -> Status {
        self.tell(at, HistoryEvent::Status { from, to, verified: Vec::new() });
        if to == Status::CheckedIn && self.visit.during.start() > self.visit.now.plus_minutes(-STEPS_KEPT) {
            let asked = Asked { details_confirmed: true, card: Some(CardAnswer::Seen) };
            self.tell(at, HistoryEvent::Asked(asked));
        }
        to
    }

    /// A time between what happened last and the visit, or now if that is sooner.
    fn between_then_and_visit(&self, dice: &mut Dice) -> Instant {
        let end = self.visit.during.start().plus_minutes(-30).min(self.visit.now);
        let minutes = (end.0 - self.at.0) / 60;
        self.at.plus_minutes(if minutes > 1 { dice.between(0, minutes - 1) } else { 0 })
    }

    /// It stood some days earlier or later before, with the same people.
    fn moved(&mut self, dice: &mut Dice) {
        let days = *dice.pick(&[-14, -7, -2, -1, 1, 3, 7, 14, 21]);
        let shift = |it: Period| {
            Period::new(it.start().plus_minutes(days * DAY), it.end().plus_minutes(days * DAY)).unwrap_or(it)
        };
        let visit = self.visit;
        let from_allocations =
            visit.allocations.iter().map(|it| Allocation { during: shift(it.during), ..*it }).collect();
        let at = self.between_then_and_visit(dice);
        self.tell(
            at,
            HistoryEvent::Moved {
                from: shift(visit.during),
                from_allocations,
                overbook_reason: None,
                waives: None,
            },
        );
    }

    fn cancelled(&mut self, dice: &mut Dice) -> (Status, Cancellation) {
        use CancelReason as R;
        let is_late =
            dice.chance(LATE_OF_CANCELLED) && self.visit.during.start() < self.visit.now.plus_minutes(DAY);
        let by_patient =
            [(R::PatientRequest, 40), (R::PatientIll, 18), (R::NoLongerNeeded, 12), (R::PatientTransport, 7)];
        let by_clinic = [
            (R::ProviderUnavailable, 14),
            (R::ClinicClosed, 2),
            (R::EquipmentFailure, 1),
            (R::BookedInError, 4),
        ];
        let late =
            [(R::PatientIll, 5), (R::PatientForgot, 3), (R::PatientTransport, 3), (R::PatientRequest, 4)];
        let reason = match is_late {
            true => dice.weighted(&late),
            false if dice.chance(0.8) => dice.weighted(&by_patient),
            false => dice.weighted(&by_clinic),
        };
        let at = if is_late {
            self.visit.during.start().plus_minutes(-dice.between(20, DAY - 60)).min(self.visit.now)
        } else {
            self.between_then_and_visit(dice)
        };
        self.tell(at, HistoryEvent::Cancelled { reason });
        let status = if is_late { Status::LateCancel } else { Status::Cancelled };
        let by_patient = !reason.is_clinic();
        (status, Cancellation { reason, by_patient, is_late, note: Personal::default() })
    }

    /// Patients are asked in the last days before a visit.
    fn confirmation(&mut self, dice: &mut Dice) -> Confirmation {
        let start = self.visit.during.start();
        let asked = start.plus_minutes(-dice.between(DAY, 3 * DAY));
        let is_cast = self.visit.stands.is_some();
        let is_asked = is_cast || (self.at..=self.visit.now).contains(&asked);
        if !is_asked || self.visit.channel == ContactChannel::None {
            return Confirmation::NOT_ASKED;
        }
        let thrown = dice.weighted(&[
            (ConfirmationState::Confirmed, 62),
            (ConfirmationState::Asked, 25),
            (ConfirmationState::NotAsked, 12),
            (ConfirmationState::Declined, 1),
        ]);
        let state = if is_cast { ConfirmationState::Confirmed } else { thrown };
        if state == ConfirmationState::NotAsked {
            return Confirmation::NOT_ASKED;
        }
        let answered = asked.plus_minutes(dice.between(0, DAY - 60)).min(self.visit.now);
        self.tell(answered, HistoryEvent::Confirmation { state });
        let stamp = ConfirmationStamp { at: self.at, by: self.visit.by, channel: self.visit.channel };
        Confirmation { state, stamp: Some(stamp) }
    }

    /// Through the house, as far as it has come by now.
    fn walk(&mut self, dice: &mut Dice) -> Status {
        let (now, during) = (self.visit.now, self.visit.during);
        if let Some(stands) = self.visit.stands {
            return self.brought_to(stands, dice);
        }
        if during.end() <= now {
            return self.held(dice);
        }
        let came = during.start().plus_minutes(dice.between(-15, 8));
        if came > now {
            return Status::Booked;
        }
        self.steps_by_now(came, dice).unwrap_or(Status::Booked)
    }

    /// A step every few minutes, the last of them just now; who is still expected takes none.
    fn brought_to(&mut self, stands: Status, dice: &mut Dice) -> Status {
        let taken = STEPS.iter().position(|it| *it == stands).map_or(0, |it| it + 1);
        STEPS[..taken].iter().zip((1..=taken as i64).rev()).fold(Status::Booked, |status, (next, ago)| {
            let minutes_ago = ago * 4 - 1 + dice.between(0, 2);
            self.step(self.visit.now.plus_minutes(-minutes_ago), status, *next)
        })
    }

    /// It is over.
    fn held(&mut self, dice: &mut Dice) -> Status {
        let (start, end) = (self.visit.during.start(), self.visit.during.end());
        if dice.chance(NO_SHOWS) {
            return self.step(end, Status::Booked, Status::NoShow);
        }
        let came = start.plus_minutes(dice.between(-20, 5));
        let mut status = self.step(came, Status::Booked, Status::CheckedIn);
        if dice.chance(LEFT) {
            return self.step(start.plus_minutes(15), status, Status::LeftWithoutBeingSeen);
        }
        if start > self.visit.now.plus_minutes(-STEPS_KEPT) {
            status = self.step(start.plus_minutes(dice.between(-5, 8)), status, Status::WithProvider);
        }
        let left = end.plus_minutes(dice.between(-5, 10)).min(self.visit.now);
        self.step(left, status, Status::Fulfilled)
    }

    /// It is today and now: arrived, checked in, roomed, or with the provider. `None` for who has not come.
    fn steps_by_now(&mut self, came: Instant, dice: &mut Dice) -> Option<Status> {
        if dice.chance(0.08) {
            return None;
        }
        let now = self.visit.now;
        let mut status = self.step(came, Status::Booked, Status::Arrived);
        let steps = [(Status::CheckedIn, 2, 5), (Status::Roomed, 4, 9), (Status::WithProvider, 3, 10)];
        let mut at = came;
        for (next, least, most) in steps {
            at = at.plus_minutes(dice.between(least, most));
            let is_early = next != Status::CheckedIn && at < self.visit.during.start().plus_minutes(-5);
            if at > now || is_early {
                break;
            }
            status = self.step(at, status, next);
        }
        Some(status)
    }
}
