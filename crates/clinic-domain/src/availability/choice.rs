//! The few offers that a person reads out on the phone. The first few of [`offers`] are one answer five minutes
//! apart; these differ as answers do: the earliest, another time of day, another day, another provider.
//!
//! Invariants: every choice is one of [`offers`] for the same request; no two start at the same time; where the patient
//! has an own provider and nobody was asked for by name, the first one is theirs if they have any time at all;
//! where a group has begun to fill, whoever may join it is told of it first.

use super::{Book, Offer, OfferReason, Request, offers, search::joining, visit::Visit};
use crate::{
    id::ResourceId,
    refusal::Refusal,
    setup::Setup,
    time::{DayMinute, Instant, Period, start_instant},
};
use chrono::{Datelike, NaiveDate, Timelike};
use chrono_tz::Tz;

/// No more choices than this are made.
pub const MOST_CHOICES: usize = 3;
/// How far "like this" looks for the same weekday and time of day.
pub const LIKE_DAYS: usize = 28;

const NOON: DayMinute = DayMinute(12 * 60);

/// Up to [`MOST_CHOICES`] offers that differ usefully, the best first. The request's limit does not matter.
///
/// # Errors
/// Those of [`offers`].
pub fn choices(setup: &Setup, book: &Book, request: &Request<'_>) -> Result<Vec<Offer>, Refusal> {
    let visit = Visit::of(setup, request.location, request.appointment_type)?;
    let search = Search { setup, book, zone: visit.location.zone };
    if visit.is_of_group() {
        return search.in_group(request);
    }
    search.alone(request)
}

struct Search<'a> {
    setup: &'a Setup,
    book: &'a Book,
    zone: Tz,
}

impl Search<'_> {
    /// Two groups that have begun to fill, and the first time at which one could begin.
    fn in_group(&self, request: &Request<'_>) -> Result<Vec<Offer>, Refusal> {
        let own: Vec<ResourceId> = request.own_provider.into_iter().collect();
        let of_own = Request { providers: &own, ..*request };
        let is_asked = request.providers.is_empty() && !own.is_empty();
        let by_own = if is_asked { self.join(&of_own, request.within)? } else { None };
        let Some(first) = by_own.map_or_else(|| self.join(request, request.within), |it| Ok(Some(it)))?
        else {
            return self.alone(request);
        };
        let later = Period::new(start(&first).plus_seconds(1), request.within.end());
        let second = later.map(|within| self.join(request, within)).transpose()?.flatten();
        let known = [Some(start(&first)), second.as_ref().map(start)];
        let soonest = self.first(request, request.within)?.filter(|it| !known.contains(&Some(start(it))));
        let is_soonest = soonest.as_ref().is_none_or(|it| start(&first) < start(it));
        let first = if is_soonest { first } else { not_earliest(first) };
        Ok([Some(first), second.map(not_earliest), soonest].into_iter().flatten().collect())
    }

    fn join(&self, request: &Request<'_>, within: Period) -> Result<Option<Offer>, Refusal> {
        Ok(joining(self.setup, self.book, &Request { within, limit: 1, ..*request })?.into_iter().next())
    }

    fn alone(&self, request: &Request<'_>) -> Result<Vec<Offer>, Refusal> {
        let Some(soonest) = self.first(request, request.within)? else {
            return Ok(Vec::new());
        };
        let own: Vec<ResourceId> = request.own_provider.into_iter().collect();
        let by_own = Request { providers: &own, ..*request };
        let wanted = if request.providers.is_empty() { &by_own } else { request };
        match self.first(wanted, request.within)? {
            None => self.around(soonest, None, request),
            Some(first) => {
                let sooner = Some(soonest).filter(|it| start(it) < start(&first));
                self.around(first, sooner, wanted)
            }
        }
    }

    fn around(
        &self,
        first: Offer,
        sooner: Option<Offer>,
        request: &Request<'_>,
    ) -> Result<Vec<Offer>, Refusal> {
        let first = if sooner.is_some() { not_earliest(first) } else { first };
        let second = match self.like(&first, request)? {
            None => self.other_time_of_day(&first, request)?,
            like => like,
        };
        let third = match sooner {
            Some(it) => Some(because(it, OfferReason::OtherProvider)),
            None => self.other_day(&first, second.as_ref(), request)?,
        };
        Ok([Some(first), second, third].into_iter().flatten().collect())
    }

    /// The afternoon of the same day, or the first time of a later one.
    fn other_time_of_day(&self, first: &Offer, request: &Request<'_>) -> Result<Option<Offer>, Refusal> {
        let day = start(first).local_date(self.zone);
        let found = match self.is_morning(start(first)) {
            true => self.from(start_instant(self.zone, NOON.on(day)), request)?,
            false => self.after_day(day, request)?,
        };
        Ok(found.map(|it| {
            let reason = match (self.is_morning(start(&it)), self.is_morning(start(first))) {
                (true, false) => OfferReason::Morning,
                (false, true) => OfferReason::Afternoon,
                _ => OfferReason::LaterDay,
            };
            because(not_earliest(it), reason)
        }))
    }

    /// At the time of day of the visit that another time is looked for, on its weekday where there is one.
    fn like(&self, first: &Offer, request: &Request<'_>) -> Result<Option<Offer>, Refusal> {
        let Some(like) = request.like else { return Ok(None) };
        let wall = like.wall(self.zone);
        let mut same_time = None;
        for date in start(first).local_date(self.zone).iter_days().take(LIKE_DAYS) {
            let at = start_instant(self.zone, date.and_time(wall.time()));
            let is_other = at > start(first) && at != like;
            let found = if is_other { self.from(at, request)?.filter(|it| start(it) == at) } else { None };
            match found {
                Some(it) if date.weekday() == wall.weekday() => return Ok(Some(not_earliest(it))),
                Some(it) if same_time.is_none() => same_time = Some(not_earliest(it)),
                _ => {}
            }
        }
        Ok(same_time)
    }

    /// The first time on a day that neither of the two is on.
    fn other_day(
        &self,
        first: &Offer,
        second: Option<&Offer>,
        request: &Request<'_>,
    ) -> Result<Option<Offer>, Refusal> {
        let day = |it: &Offer| start(it).local_date(self.zone);
        let next = self.after_day(day(first), request)?;
        let other = match (next, second) {
            (Some(next), Some(second)) if day(&next) == day(second) => {
                self.after_day(day(second), request)?
            }
            (next, _) => next,
        };
        Ok(other.map(|it| because(not_earliest(it), OfferReason::LaterDay)))
    }

    fn after_day(&self, day: NaiveDate, request: &Request<'_>) -> Result<Option<Offer>, Refusal> {
        let next = day.succ_opt().unwrap_or(day);
        self.from(start_instant(self.zone, DayMinute::MIDNIGHT.on(next)), request)
    }

    fn from(&self, earliest: Instant, request: &Request<'_>) -> Result<Option<Offer>, Refusal> {
        match Period::new(earliest.max(request.within.start()), request.within.end()) {
            Some(within) => self.first(request, within),
            None => Ok(None),
        }
    }

    fn first(&self, request: &Request<'_>, within: Period) -> Result<Option<Offer>, Refusal> {
        Ok(offers(self.setup, self.book, &Request { within, limit: 1, ..*request })?.pop())
    }

    fn is_morning(&self, at: Instant) -> bool {
        at.wall(self.zone).hour() < 12
    }
}

fn start(offer: &Offer) -> Instant {
    offer.slot.visit.start()
}

/// It was the first that was found, but not of all.
fn not_earliest(mut offer: Offer) -> Offer {
    offer.reasons.retain(|it| *it != OfferReason::Earliest);
    offer
}

fn because(mut offer: Offer, reason: OfferReason) -> Offer {
    offer.reasons.push(reason);
    offer
}
