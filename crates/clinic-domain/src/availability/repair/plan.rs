//! Who gets which place: one visit after the other by what was promised.

use super::{
    Mark, Nearness, Place, Promise, RepairRequest, Step, StepOutcome,
    line::{Line, delayed, in_order},
    places::Places,
};
use crate::{
    appointment::Allocation,
    availability::{
        Book, BookedVisit, Busy, check, nearness::is_too_near, places::Capacity, support::supported,
    },
    id::{AppointmentId, AppointmentTypeId},
    operation::SlotContent,
    refusal::Refusal,
    setup::Setup,
    time::{Instant, Period},
};
use std::cmp::Reverse;
use uuid::Uuid;

/// How many places are looked at for all that do not fit at once, and how often somebody is asked to make room.
const MOST_LOOKS: usize = 1_000_000;
const MOST_TRIES: usize = 2_000;
/// Who makes room may have others make room, so many deep.
const MOST_STEPS: usize = 4;
/// More other places than these on the visit's own day help nobody who has a telephone in the hand.
const MOST_INSTEAD: usize = 2;
const WEEK_SECONDS: i64 = 7 * 24 * 60 * 60;

pub(super) struct Plan<'a> {
    pub(super) setup: &'a Setup,
    pub(super) request: &'a RepairRequest<'a>,
    pub(super) places: Vec<Result<Places<'a>, Refusal>>,
    /// Everything that is booked, where it stands, and everything that was given out here.
    pub(super) book: Book,
    /// Who was promised most comes first.
    order: Vec<usize>,
    pub(super) fates: Vec<Fate>,
    /// The places on their own day of those that have to be moved.
    pub(super) options: Vec<Vec<SlotContent>>,
}

#[derive(Clone, Debug)]
pub(super) enum Fate {
    Open,
    Waits { seconds: i64 },
    Picked(SlotContent),
    Placed(Place),
}

impl Fate {
    pub(super) fn slot(&self) -> Option<&SlotContent> {
        match self {
            Fate::Picked(slot) => Some(slot),
            Fate::Placed(place) => Some(&place.slot),
            Fate::Open | Fate::Waits { .. } => None,
        }
    }
}

impl<'a> Plan<'a> {
    pub(super) fn new(setup: &'a Setup, book: &Book, request: &'a RepairRequest<'a>) -> Plan<'a> {
        let promises = request.promises;
        let mut order: Vec<usize> = (0..promises.len()).collect();
        order.sort_by_key(|at| rank(&promises[*at], setup, request.now));
        Plan {
            setup,
            request,
            places: promises.iter().map(|it| Places::of(setup, request, it)).collect(),
            book: book.clone(),
            order,
            fates: vec![Fate::Open; promises.len()],
            options: vec![Vec::new(); promises.len()],
        }
    }

    /// What a person chose stands, where it is to be had.
    pub(super) fn keep_picks(&mut self) {
        for (appointment, slot) in self.request.picks {
            let at = self.request.promises.iter().position(|it| it.visit.id == *appointment);
            let Some((at, Ok(places))) = at.map(|at| (at, &self.places[at])) else { continue };
            let busy = self.patient_busy(at);
            if check(self.setup, &self.book, slot, &places.asking(&busy)).is_ok() {
                self.take(at, slot.visit, &slot.allocations);
                self.fates[at] = Fate::Picked(slot.clone());
            }
        }
    }

    /// Lets everybody wait who still fits behind the delay; what they will take up is nobody else's.
    pub(super) fn let_wait(&mut self, mut line: Line, from: Instant) {
        let promises = self.request.promises;
        let mut others = self.book.clone();
        promises.iter().for_each(|it| others.remove(it.visit.id));
        if let Some(during) = line.lost(from) {
            let lost = Allocation { resource: line.resource(), during, lane: 0 };
            self.book.insert(lost.resource, Busy::of_visit(LOST, NO_TYPE, during, &lost));
        }
        for visit in in_order(line.resource(), promises.iter().map(|it| &it.visit)) {
            let Some(at) = promises.iter().position(|it| it.visit.id == visit.id) else { continue };
            let seconds = line.wait(visit, false);
            let late = delayed(visit, seconds);
            if !matches!(self.fates[at], Fate::Open) || !self.fits_later(at, &late, &others) {
                continue;
            }
            line.wait(visit, true);
            for it in &late.allocations {
                let busy = Busy::of_visit(planned(visit.id), visit.appointment_type, late.visit, it);
                others.insert(it.resource, busy);
            }
            self.take(at, late.visit, &late.allocations);
            self.fates[at] = Fate::Waits { seconds };
        }
    }

    fn fits_later(&self, at: usize, late: &BookedVisit, others: &Book) -> bool {
        let own = late.allocations.iter().all(|it| {
            let mut in_lane = others.overlapping(it.resource, it.during).filter(|busy| busy.lane == it.lane);
            let has_place =
                if it.lane > 0 { in_lane.next().is_none() } else { self.has_place(at, it, in_lane) };
            has_place && !is_too_near(self.setup, others, it, late.visit, |_| true)
        });
        let is_elsewhere = self.patient_busy(at).iter().any(|it| it.1.overlaps(&late.visit));
        own && !is_elsewhere && supported(self.setup, std::slice::from_ref(late)) == [true]
    }

    /// Keeps on their own day as many of the rest as can be, by their order.
    pub(super) fn keep_days(&mut self) {
        let open: Vec<usize> =
            self.order.iter().copied().filter(|at| matches!(self.fates[*at], Fate::Open)).collect();
        for &at in &open {
            let busy = self.patient_busy(at);
            if let Ok(places) = &self.places[at] {
                self.options[at] = places.that_day(&self.book, &busy);
            }
        }
        let (looks, mut tries) = (MOST_LOOKS / open.len().max(1), MOST_TRIES);
        let mut kept: Vec<usize> = Vec::new();
        for at in open {
            let is_kept = self.seat(at)
                || self.make_room(at, &kept, MOST_STEPS, &mut tries)
                || self.seat_anew(&kept, at, looks);
            kept.extend(is_kept.then_some(at));
        }
        // What was seated anew may have a better place by now.
        for &at in &kept {
            self.leave(at);
            self.seat(at);
        }
    }

    /// Gives everybody else the nearest other day.
    pub(super) fn find_other_days(&mut self) {
        for at in self.order.clone() {
            let (Fate::Open, Ok(places)) = (&self.fates[at], &self.places[at]) else { continue };
            let busy = self.patient_busy(at);
            if let Some(slot) = places.another_day(&self.book, &busy) {
                let not_that_day = Some(places.obstacles_that_day(&self.book, &busy));
                self.take(at, slot.visit, &slot.allocations);
                self.fates[at] = Fate::Placed(Place { slot, nearness: Nearness::AnotherDay, not_that_day });
            }
        }
    }

    pub(super) fn step(&mut self, at: usize) -> Step {
        let promise = &self.request.promises[at];
        let outcome = match (&self.fates[at], &self.places[at]) {
            (Fate::Waits { seconds }, _) => {
                StepOutcome::Wait { minutes: u32::try_from((seconds + 59) / 60).unwrap_or(u32::MAX) }
            }
            (Fate::Placed(place), _) => StepOutcome::Move(place.clone()),
            (Fate::Picked(slot), Ok(places)) => StepOutcome::Move(place(places, slot.clone())),
            (Fate::Open, Ok(places)) => {
                StepOutcome::Nothing(places.obstacles(&self.book, &self.patient_busy(at)))
            }
            (_, Err(refusal)) => StepOutcome::Nothing(Err(refusal.clone())),
        };
        let marks: Vec<Mark> = promise.marks(self.setup);
        Step { appointment: promise.visit.id, marks, outcome, instead: self.instead(at) }
    }

    /// Other places, by others, while its own counts as free.
    fn instead(&mut self, at: usize) -> Vec<Place> {
        let Ok(places) = &self.places[at] else { return Vec::new() };
        let has = self.fates[at].slot().map(|it| places.own_of(it));
        let is_that_day = self.fates[at].slot().is_none_or(|it| places.is_that_day(it));
        let mut book = self.book.clone();
        book.remove(planned(self.request.promises[at].visit.id));
        let busy = self.patient_busy(at);
        let mut found: Vec<SlotContent> = Vec::new();
        for it in places.that_day(&book, &busy) {
            let own = places.own_of(&it);
            let is_new = has != Some(own) && found.iter().all(|known| places.own_of(known) != own);
            if is_new && found.len() < MOST_INSTEAD {
                found.push(it);
            }
        }
        if is_that_day {
            found.extend(places.another_day(&book, &busy));
        }
        found.into_iter().map(|slot| place(places, slot)).collect()
    }

    pub(super) fn is_patient_elsewhere(&self, at: usize, visit: Period) -> bool {
        self.planned_of_patient(at).any(|it| it.1.overlaps(&visit))
    }

    /// The patient's other visits, where they stand and where they will.
    pub(super) fn patient_busy(&self, at: usize) -> Vec<(AppointmentId, Period)> {
        let stands = self.request.promises[at].patient_busy.iter().copied();
        stands.chain(self.planned_of_patient(at)).collect()
    }

    pub(super) fn planned_of_patient(&self, at: usize) -> impl Iterator<Item = (AppointmentId, Period)> {
        let promises = self.request.promises;
        let all = promises.iter().zip(&self.fates).enumerate();
        let others = all.filter(move |it| it.0 != at && it.1.0.patient == promises[at].patient);
        others.filter_map(|(_, (promise, fate))| Some((promise.visit.id, fate.slot()?.visit)))
    }

    pub(super) fn place(&mut self, at: usize, slot: SlotContent) {
        self.take(at, slot.visit, &slot.allocations);
        if let Ok(places) = &self.places[at] {
            self.fates[at] = Fate::Placed(place(places, slot));
        }
    }

    pub(super) fn leave(&mut self, at: usize) {
        self.book.remove(planned(self.request.promises[at].visit.id));
        self.fates[at] = Fate::Open;
    }

    pub(super) fn take(&mut self, at: usize, stands: Period, allocations: &[Allocation]) {
        let visit = &self.request.promises[at].visit;
        let (id, of_type) = (planned(visit.id), visit.appointment_type);
        let busy = |it| Busy::of_visit(id, of_type, stands, it);
        allocations.iter().for_each(|it| self.book.insert(it.resource, busy(it)));
    }

    /// Whether the visit has a place beside those.
    pub(super) fn has_place<'b>(
        &self,
        at: usize,
        it: &Allocation,
        others: impl Iterator<Item = &'b Busy>,
    ) -> bool {
        let mut others = others;
        match self.places_of(at, it) {
            Some(places) => places.fit(it.during, others),
            None => others.next().is_none(),
        }
    }

    /// How many the resource takes, as the visit sees it.
    pub(super) fn places_of(&self, at: usize, it: &Allocation) -> Option<Capacity> {
        let of_type = self.setup.appointment_type(self.request.promises[at].visit.appointment_type)?;
        Some(Capacity::of(self.setup.resource(it.resource)?).shared_by(of_type))
    }
}

fn place(places: &Places<'_>, slot: SlotContent) -> Place {
    Place { nearness: places.nearness(&slot), slot, not_that_day: None }
}

/// What the plan takes up for a visit stands in the book beside what the visit takes up already.
pub(super) fn planned(id: AppointmentId) -> AppointmentId {
    AppointmentId(Uuid::from_u128(!id.0.as_u128()))
}

/// The minutes that a late provider has lost, in the book: nobody's.
const NO_TYPE: AppointmentTypeId = AppointmentTypeId::from_bytes([0xff; 16]);
const LOST: AppointmentId = AppointmentId::from_bytes([0xff; 16]);

/// Sorted ascending, who was promised most comes first.
fn rank(it: &Promise, setup: &Setup, now: Instant) -> impl Ord + use<> {
    let weeks_waited = (now.0 - it.booked_at.0).max(0) / WEEK_SECONDS;
    let promised = (weeks_waited, it.is_in_series, it.needs_interpreter, it.needs_transport);
    (!it.is_here, it.urgency(setup), Reverse(promised), it.visit.visit.start(), it.visit.id)
}
