//! The places that an affected visit could have, as the search finds them, best first.

use super::{Nearness, Promise, RepairRequest};
use crate::{
    availability::{Asking, Book, Obstacle, Request, obstacles, offers, visit::Visit},
    id::{AppointmentId, ResourceId},
    operation::SlotContent,
    refusal::Refusal,
    resource::ResourceKind,
    setup::Setup,
    time::{Instant, Period, day_of, local_day},
};
use chrono::{NaiveDate, Timelike};
use std::cmp::Reverse;

/// Nobody who is not in the clinic is expected sooner than this after now, unless they come then anyway.
const TIME_TO_COME_MINUTES: i64 = 60;

pub(super) type PatientBusy = [(AppointmentId, Period)];

pub(super) struct Places<'a> {
    setup: &'a Setup,
    request: &'a RepairRequest<'a>,
    promise: &'a Promise,
    visit: Visit<'a>,
    /// The resource that the patient was told.
    own: Option<ResourceId>,
}

impl<'a> Places<'a> {
    pub(super) fn of(
        setup: &'a Setup,
        request: &'a RepairRequest<'a>,
        promise: &'a Promise,
    ) -> Result<Places<'a>, Refusal> {
        if let Some(refusal) = &promise.fixed {
            return Err(refusal.clone());
        }
        let visit = Visit::of(setup, promise.visit.location, promise.visit.appointment_type)?;
        let kind =
            if visit.has_provider() { ResourceKind::Provider } else { visit.roles[visit.anchor()].kind };
        let resources = promise.visit.allocations.iter().map(|it| it.resource);
        let own = resources.into_iter().find(|it| setup.resource(*it).is_some_and(|it| it.kind == kind));
        Ok(Places { setup, request, promise, visit, own })
    }

    /// All on the visit's own day that are free in the book.
    pub(super) fn that_day(&self, book: &Book, busy: &PatientBusy) -> Vec<SlotContent> {
        let found = self.rest_of_own_day().and_then(|day| self.found(book, busy, day, &[], usize::MAX));
        let mut found = found.unwrap_or_default();
        found.sort_by_key(|it| (self.nearness(it), self.away_seconds(it), Reverse(it.visit.start())));
        found
    }

    /// The best on the nearest later day that has any.
    pub(super) fn another_day(&self, book: &Book, busy: &PatientBusy) -> Option<SlotContent> {
        let later =
            Period::new(self.own_day().end(), self.request.until).filter(|_| !self.promise.keeps_day)?;
        let first = self.found(book, busy, later, &[], 1)?.pop()?;
        let day = local_day(self.visit.location.zone, self.day(&first)).intersection(&later)?;
        let of_day = self.found(book, busy, day, &[], usize::MAX)?;
        of_day.into_iter().min_by_key(|it| (self.provider(it), self.away_by_the_wall(it)))
    }

    /// What takes all of the visit's own day away.
    pub(super) fn obstacles_that_day(
        &self,
        book: &Book,
        busy: &PatientBusy,
    ) -> Result<Vec<Obstacle>, Refusal> {
        match self.rest_of_own_day() {
            Some(day) => obstacles(self.setup, book, &self.asked(busy, day, &[], 1)),
            None => Ok(Vec::new()),
        }
    }

    /// And what takes all days away.
    pub(super) fn obstacles(&self, book: &Book, busy: &PatientBusy) -> Result<Vec<Obstacle>, Refusal> {
        let until = if self.promise.keeps_day { self.own_day().end() } else { self.request.until };
        match Period::new(self.own_day().start().max(self.request.now), until) {
            Some(days) => obstacles(self.setup, book, &self.asked(busy, days, &[], 1)),
            None => Ok(Vec::new()),
        }
    }

    pub(super) fn asking<'b>(&self, patient_busy: &'b PatientBusy) -> Asking<'b> {
        Asking {
            now: self.request.now,
            patient_busy,
            ignoring: Some(self.promise.visit.id),
            is_new_patient: self.promise.is_new_patient,
        }
    }

    /// Whether the visit may join others.
    pub(super) fn is_of_group(&self) -> bool {
        self.visit.is_of_group()
    }

    /// By whom the place would be listed: its provider, as a rule.
    pub(super) fn own_of(&self, slot: &SlotContent) -> ResourceId {
        slot.allocations[self.visit.roles[self.visit.anchor()].parts[0].need].resource
    }

    pub(super) fn nearness(&self, slot: &SlotContent) -> Nearness {
        match self.provider(slot) {
            _ if self.day(slot) != self.told_day() => Nearness::AnotherDay,
            Nearness::SameProvider if slot.visit.start() == self.told() => Nearness::OtherRoom,
            provider => provider,
        }
    }

    pub(super) fn is_that_day(&self, slot: &SlotContent) -> bool {
        self.day(slot) == self.told_day()
    }

    fn provider(&self, slot: &SlotContent) -> Nearness {
        let own = self.own_of(slot);
        let specialty = |id| self.setup.resource(id).map(|it| it.specialty.as_str());
        let told = self.own.and_then(specialty).filter(|it| !it.is_empty());
        match own {
            it if Some(it) == self.own => Nearness::SameProvider,
            it if Some(it) == self.promise.own_provider => Nearness::OwnProvider,
            it if told.is_some() && specialty(it) == told => Nearness::SameSpecialty,
            _ => Nearness::AnotherProvider,
        }
    }

    fn found(
        &self,
        book: &Book,
        busy: &PatientBusy,
        within: Period,
        providers: &[ResourceId],
        limit: usize,
    ) -> Option<Vec<SlotContent>> {
        let found = offers(self.setup, book, &self.asked(busy, within, providers, limit)).ok()?;
        let slots = found.into_iter().map(|it| it.slot);
        Some(slots.filter(|it| self.can_come(it) && !self.is_told(it)).collect())
    }

    fn asked<'b>(
        &self,
        busy: &'b PatientBusy,
        within: Period,
        providers: &'b [ResourceId],
        limit: usize,
    ) -> Request<'b> {
        Request {
            location: self.promise.visit.location,
            appointment_type: self.promise.visit.appointment_type,
            providers,
            own_provider: self.own,
            within,
            asking: self.asking(busy),
            like: None,
            limit,
        }
    }

    /// Whether the patient can be there: who is on the way already cannot be told to come sooner.
    fn can_come(&self, slot: &SlotContent) -> bool {
        let start = slot.visit.start();
        let soonest = self.request.now.plus_minutes(TIME_TO_COME_MINUTES);
        self.promise.is_here || start >= self.told() || start >= soonest
    }

    /// Where it stands already.
    fn is_told(&self, slot: &SlotContent) -> bool {
        slot.visit.start() == self.told() && slot.allocations == self.promise.visit.allocations
    }

    fn away_seconds(&self, slot: &SlotContent) -> i64 {
        (slot.visit.start().0 - self.told().0).abs()
    }

    fn away_by_the_wall(&self, slot: &SlotContent) -> u32 {
        let second = |at: Instant| at.wall(self.visit.location.zone).num_seconds_from_midnight();
        second(slot.visit.start()).abs_diff(second(self.told()))
    }

    fn told(&self) -> Instant {
        self.promise.visit.visit.start()
    }

    fn told_day(&self) -> NaiveDate {
        day_of(self.visit.location.zone, self.told())
    }

    fn day(&self, slot: &SlotContent) -> NaiveDate {
        day_of(self.visit.location.zone, slot.visit.start())
    }

    fn own_day(&self) -> Period {
        local_day(self.visit.location.zone, self.told_day())
    }

    fn rest_of_own_day(&self) -> Option<Period> {
        Period::new(self.own_day().start().max(self.request.now), self.own_day().end())
    }
}
