//! The search: every offer in a window, or the first few.
//!
//! Invariants: offers ascend by start, then a group to join, own provider, provider position; every offer lies inside the
//! window and passes [`super::check`] against the same setup, book and circumstances.

use super::{asking::Asking, book::Book, calendar::Days, pool::Pool, rules::Sweep, visit::Visit};
use crate::{
    code_enum,
    id::{AppointmentTypeId, LocationId, ResourceId},
    invalid::{Field, Problem},
    operation::SlotContent,
    refusal::Refusal,
    resource::Resource,
    setup::Setup,
    time::{DayMinute, Instant, Period, day_of, start_instant},
};
use chrono::{Datelike, NaiveDateTime, TimeDelta};

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub location: LocationId,
    pub appointment_type: AppointmentTypeId,
    /// Only visits whose own provider is one of these; empty: anybody.
    pub providers: &'a [ResourceId],
    /// The patient's own provider: first among those who are free at the same time.
    pub own_provider: Option<ResourceId>,
    /// Every offered visit lies inside it. At most two years.
    pub within: Period,
    pub asking: Asking<'a>,
    /// When the visit to find another time for starts: "next like this".
    pub like: Option<Instant>,
    /// No more offers than this.
    pub limit: usize,
}

/// A time that can be booked as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub slot: SlotContent,
    pub reasons: Vec<OfferReason>,
    /// How many it joins.
    pub joins: Option<Joined>,
}

/// A group that has room for one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Joined {
    pub booked: u8,
    pub places: u8,
}

impl Offer {
    /// A slot of which nothing else is said.
    #[must_use]
    pub const fn of(slot: SlotContent) -> Offer {
        Offer { slot, reasons: Vec::new(), joins: None }
    }
}

impl Joined {
    /// `None` where nobody is there.
    pub(super) fn of(booked: usize, places: u8) -> Option<Joined> {
        Some(Joined { booked: u8::try_from(booked).ok().filter(|it| *it > 0)?, places })
    }
}

code_enum! {
    /// What speaks for an offer.
    OfferReason {
        OwnProvider = "own_provider",
        /// A group that has begun to fill.
        JoinsGroup = "joins_group",
        /// Nothing that was asked for is free before.
        Earliest = "earliest",
        /// It leaves no rest of the provider's free time.
        FitsGap = "fits_gap",
        SameWeekday = "same_weekday",
        SameTimeOfDay = "same_time_of_day",
        // Why a choice stands beside the first one.
        Morning = "morning",
        Afternoon = "afternoon",
        LaterDay = "later_day",
        OtherProvider = "other_provider",
        /// What speaks against it: the visit that it belongs to would be too near or too far.
        BreaksGap = "breaks_gap",
    }
}

const LONGEST_SEARCH_MINUTES: i64 = 2 * 366 * 24 * 60;

/// The first offers for a request, up to its limit.
///
/// # Errors
/// A refusal when the request itself cannot be answered: an unknown or retired location or type, a type that
/// needs nobody, a patient whom the type is not for, or a window of more than two years. That nothing is free is
/// an empty list.
pub fn offers(setup: &Setup, book: &Book, request: &Request<'_>) -> Result<Vec<Offer>, Refusal> {
    let mut search = Search::of(setup, book, request)?;
    search.read();
    Ok(search.offers(setup))
}

/// The same as far as they join a group.
pub(super) fn joining(setup: &Setup, book: &Book, request: &Request<'_>) -> Result<Vec<Offer>, Refusal> {
    let mut search = Search::of(setup, book, request)?;
    search.joins_only = true;
    search.read();
    Ok(search.offers(setup))
}

/// The same with one resource given for its role.
pub(super) fn offers_with(
    setup: &Setup,
    book: &Book,
    request: &Request<'_>,
    given: (usize, ResourceId),
) -> Result<Vec<Offer>, Refusal> {
    let mut search = Search::among(setup, book, request, |role, it| role != given.0 || it.id == given.1)?;
    search.read();
    Ok(search.offers(setup))
}

pub(super) struct Search<'a> {
    pub(super) request: &'a Request<'a>,
    pub(super) visit: Visit<'a>,
    pub(super) book: &'a Book,
    pub(super) pool: Pool<'a>,
    /// The starts that the window, now and the notice leave; `None` for none.
    pub(super) starts: Option<Period>,
    like: Option<NaiveDateTime>,
    joins_only: bool,
    found: Vec<Found>,
}

/// A start at which the visit's own provider (or whoever it is listed by) is free.
#[derive(Clone, Copy)]
pub(super) struct Candidate {
    pub(super) start: Instant,
    /// Among those who are free at the same time.
    pub(super) rank: usize,
    pub(super) member: usize,
    /// How many it would join.
    joins: usize,
    fits_gap: bool,
}

/// An offer before its slot is written down.
struct Found {
    start: Instant,
    /// The member for each role.
    picks: Vec<usize>,
    joins: usize,
    reasons: Vec<OfferReason>,
}

impl<'a> Search<'a> {
    pub(super) fn of(
        setup: &'a Setup,
        book: &'a Book,
        request: &'a Request<'a>,
    ) -> Result<Search<'a>, Refusal> {
        let Request { location, appointment_type, providers, .. } = *request;
        let visit = Visit::of(setup, location, appointment_type)?;
        let (anchor, any_provider) = (visit.anchor(), providers.is_empty() || !visit.has_provider());
        let is_wanted = |role, it: &Resource| any_provider || role != anchor || providers.contains(&it.id);
        Search::among(setup, book, request, is_wanted)
    }

    /// Among those resources only that are wanted in their role.
    fn among(
        setup: &'a Setup,
        book: &'a Book,
        request: &'a Request<'a>,
        is_wanted: impl Fn(usize, &Resource) -> bool,
    ) -> Result<Search<'a>, Refusal> {
        let Request { within, asking, .. } = *request;
        let visit = Visit::of(setup, request.location, request.appointment_type)?;
        visit.admits(&asking)?;
        if within.minutes() > LONGEST_SEARCH_MINUTES {
            return Err(Refusal::Invalid { field: Field::Within, problem: Problem::OverTwoYears });
        }
        let earliest = visit.earliest_start(asking.now);
        let starts = visit.starts_in(within).and_then(|it| Period::new(it.start().max(earliest), it.end()));
        let held = asking.ignoring.map_or(&[][..], |it| book.resources_of(it));
        let pool = Pool::of(setup, &visit, &visit.dates(within), asking.now, held, is_wanted);
        let like = request.like.map(|it| it.wall(visit.location.zone));
        Ok(Search { request, visit, book, pool, starts, like, joins_only: false, found: Vec::new() })
    }

    /// Reads one day first, then two, four ...: few offers are found in little time, and all of them with as
    /// good as no work done twice.
    fn read(&mut self) {
        let mut left = self.starts;
        let (mut sweep, mut candidates) = (Sweep::default(), Vec::new());
        let mut days = 1;
        while let Some(starts) = left.filter(|_| self.found.len() < self.request.limit) {
            let zone = self.visit.location.zone;
            let date = day_of(zone, starts.start()) + TimeDelta::days(days);
            let end = start_instant(zone, DayMinute::MIDNIGHT.on(date)).min(starts.end());
            left = Period::new(end, starts.end());
            days *= 2;
            if let Some(now) = Period::new(starts.start(), end) {
                let days = self.visit.days(now);
                self.pool.fill(&self.visit, self.book, &days, self.request.asking.ignoring, &mut sweep);
                self.gather(now, &days, &mut candidates);
                self.take(&days, &mut candidates);
            }
        }
    }

    /// All candidates with a start in `starts`, one by whom offers are listed after the other.
    pub(super) fn gather(&self, starts: Period, days: &Days, into: &mut Vec<Candidate>) {
        into.clear();
        let (anchor, wanted) = (self.visit.anchor(), self.visit.appointment_type.id);
        let parts = &self.visit.roles[anchor].parts;
        let (first_part, is_plain) = (parts[0], days.are_plain());
        for (place, &member) in self.pool.by_role[anchor].iter().enumerate() {
            let it = &self.pool.members[member];
            let is_own = self.request.own_provider == Some(it.rules.resource.id);
            let rank = if is_own { 0 } else { place + 1 };
            let mut day = 0;
            for (index, gap) in it.free.iter().enumerate() {
                let first = gap.start().plus_seconds(-first_part.from).max(starts.start());
                let last = gap.end().plus_seconds(-first_part.to()).min(starts.end().plus_seconds(-1));
                days.each_start(first, last, &mut day, |start| {
                    let others_fit = parts[1..].iter().all(|part| {
                        let part = part.at(start);
                        let near = it.free[index..].iter().take_while(|gap| gap.start() <= part.start());
                        near.into_iter().any(|gap| gap.contains(&part))
                    });
                    let may_start = || {
                        is_plain || it.rules.may_start(days, self.visit.anchor_starts(start), Some(wanted))
                    };
                    let is_barred =
                        || it.is_reserved(parts, start) || it.is_too_near(&self.visit, parts, start);
                    if others_fit && may_start() && !is_barred() {
                        let fits_gap = parts.len() == 1 && first_part.at(start) == *gap;
                        into.push(Candidate { start, rank, member, joins: 0, fits_gap });
                    }
                });
            }
            let joined = |start| self.pool.joined(&self.visit, start, member).len();
            let of_groups = it.groups.starts().map(|at| at.plus_seconds(-first_part.from));
            let is_asked = |start: &Instant| starts.start() <= *start && *start < starts.end();
            into.extend(of_groups.filter(is_asked).filter(|start| days.is_start(*start)).filter_map(
                |start| {
                    let may_start =
                        is_plain || it.rules.may_start(days, self.visit.anchor_starts(start), Some(wanted));
                    let fits = parts.iter().all(|part| it.groups.admit(part.at(start), &it.free));
                    let is_barred = it.is_reserved(parts, start) || it.is_too_near(&self.visit, parts, start);
                    let may_be = fits && may_start && joined(start) > 0 && !is_barred;
                    may_be.then(|| Candidate { start, rank, member, joins: joined(start), fits_gap: false })
                },
            ));
        }
    }

    /// Makes offers of the candidates for which everybody else is free too, in order, up to the limit.
    fn take(&mut self, days: &Days, candidates: &mut Vec<Candidate>) {
        candidates.sort_unstable_by_key(|it| (it.start, it.joins == 0, it.rank));
        if self.joins_only {
            candidates.retain(|it| it.joins > 0);
        }
        let (anchor, has_provider) = (self.visit.anchor(), self.visit.has_provider());
        for candidate in candidates.iter() {
            if self.found.len() >= self.request.limit {
                return;
            }
            let Candidate { start, member, joins, .. } = *candidate;
            // Which room it is does not make another offer.
            let is_known = !has_provider && self.found.last().is_some_and(|it| it.start == start);
            if is_known || self.request.asking.patient_busy_at(self.visit.at(start)).next().is_some() {
                continue;
            }
            if let Some(picks) = self.pool.assign(&self.visit, days, start, (anchor, member)) {
                let reasons = self.reasons(candidate);
                self.found.push(Found { start, picks, joins, reasons });
            }
        }
    }

    fn reasons(&self, candidate: &Candidate) -> Vec<OfferReason> {
        let mut reasons = Vec::new();
        let mut note = |holds, reason| reasons.extend(Some(reason).filter(|_| holds));
        let own = self.request.own_provider;
        let resource = self.pool.members[candidate.member].rules.resource.id;
        note(own == Some(resource), OfferReason::OwnProvider);
        note(candidate.joins > 0, OfferReason::JoinsGroup);
        let first = self.found.first().map_or(candidate.start, |it| it.start);
        note(first == candidate.start, OfferReason::Earliest);
        note(candidate.fits_gap, OfferReason::FitsGap);
        if let Some(like) = self.like {
            let wall = candidate.start.wall(self.visit.location.zone);
            note(wall.weekday() == like.weekday(), OfferReason::SameWeekday);
            note(wall.time() == like.time(), OfferReason::SameTimeOfDay);
        }
        reasons
    }

    fn offers(self, setup: &Setup) -> Vec<Offer> {
        let Search { pool, visit, found, .. } = self;
        let mut used: Vec<usize> = found.iter().flat_map(|it| it.picks.iter().copied()).collect();
        used.sort_unstable();
        used.dedup();
        let digests = pool.digests(setup, &visit, &used);
        let offer = |Found { start, picks, joins, reasons }| Offer {
            slot: pool.slot(&visit, start, &picks, &digests, |_, _| 0),
            reasons,
            joins: Joined::of(joins, visit.appointment_type.places),
        };
        found.into_iter().map(offer).collect()
    }
}
