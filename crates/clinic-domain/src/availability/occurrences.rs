//! Several visits of one patient at once: a series before it is booked or moved. Each is looked at by [`offer_at`] as
//! any other time that somebody points at, with those before it in the book already.
//!
//! Invariants: whatever is chosen of the answer fits together: every time that fits, and one alternative each of
//! those that do not, pass [`super::check`] one after the other in the order of the wishes, the alternatives last.
//! No alternative lies where a visit that is moved still stands.

use super::{
    asking::Asking,
    book::{Book, Busy},
    search::{Offer, Request, offers},
    spot::{Answer, OfferAt, offer_at},
    visit::Visit,
};
use crate::{
    id::{AppointmentId, AppointmentTypeId, LocationId, ResourceId},
    operation::SlotContent,
    refusal::{Missing, Refusal},
    resource::Resource,
    setup::Setup,
    time::{Instant, Period, local_day},
};
use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use std::collections::HashMap;
use uuid::Uuid;

/// Visits at one location, for one patient.
#[derive(Clone, Copy, Debug)]
pub struct Occurrences<'a> {
    pub location: LocationId,
    /// In the order in which they are booked or moved.
    pub wishes: &'a [Wish],
    /// The patient's other visits reach over all the days, and those that are moved are among them.
    pub asking: Asking<'a>,
}

#[derive(Clone, Copy, Debug)]
pub struct Wish {
    pub appointment_type: AppointmentTypeId,
    /// The provider, or whoever comes first in a visit without one.
    pub resource: ResourceId,
    pub start: Instant,
    /// Why it cannot be asked for at all: only alternatives near the start are looked for.
    pub impossible: Option<NoSuchDay>,
    /// The visit that is to be there.
    pub moving: Option<AppointmentId>,
}

/// The month that ends on `last_day` has no such date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchDay {
    pub last_day: NaiveDate,
    pub day: u8,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fit {
    Fits(SlotContent),
    /// All reasons; and other times, the nearest kind first: the same day, somebody else, another day.
    Not {
        reasons: Vec<Refusal>,
        alternatives: Vec<SlotContent>,
    },
}

/// How far from the wished time somebody else's is looked for.
const NEAR_MINUTES: i64 = 60;
/// How many days before and after it another day's is: the same person's if they have any.
const NEAR_DAYS: i64 = 3;
/// The book has to be known for so long before the first and after the last wish.
pub const AROUND_WISHES_MINUTES: i64 = (NEAR_DAYS + 1) * 24 * 60;

/// An answer to each wish, in their order. The book has to be known for everybody at the location, from
/// [`AROUND_WISHES_MINUTES`] before the first wish to as much after the last.
///
/// # Errors
/// A refusal when nothing of the kind can be asked for: those of [`offers`].
pub fn occurrences(setup: &Setup, book: Book, of: &Occurrences<'_>) -> Result<Vec<Fit>, Refusal> {
    for wish in of.wishes {
        Visit::of(setup, of.location, wish.appointment_type)?.admits(&of.asking)?;
    }
    let mut inquiry = Inquiry { setup, of, book, busy: of.asking.patient_busy.to_vec(), given: 0 };
    let mut fits: Vec<Fit> = of.wishes.iter().map(|it| inquiry.fit(it)).collect();
    inquiry.keep_free(&of.asking);
    for (wish, fit) in of.wishes.iter().zip(&mut fits) {
        if let Fit::Not { alternatives, .. } = fit {
            *alternatives = inquiry.alternatives(wish)?;
            alternatives.iter().for_each(|it| inquiry.give(it));
        }
    }
    Ok(fits)
}

struct Inquiry<'a> {
    setup: &'a Setup,
    of: &'a Occurrences<'a>,
    /// With every time that was found to fit, and every alternative so far.
    book: Book,
    busy: Vec<(AppointmentId, Period)>,
    /// How many times of no visit yet are in the book.
    given: u128,
}

impl Inquiry<'_> {
    fn fit(&mut self, wish: &Wish) -> Fit {
        let reasons = match wish.impossible {
            Some(NoSuchDay { last_day, day }) => vec![Refusal::NoSuchDay { last_day, day }],
            None => match self.answer(wish) {
                Err(reasons) => reasons,
                Ok(slot) => {
                    match wish.moving {
                        Some(id) => self.put(id, &slot),
                        None => self.give(&slot),
                    }
                    return Fit::Fits(slot);
                }
            },
        };
        Fit::Not { reasons, alternatives: Vec::new() }
    }

    fn answer(&self, wish: &Wish) -> Result<SlotContent, Vec<Refusal>> {
        let is_here = |it: &Resource| it.location == self.of.location;
        if !self.setup.resource(wish.resource).is_some_and(is_here) {
            return Err(vec![Refusal::NotFound { what: Missing::Resource }]);
        }
        let at = OfferAt {
            resource: wish.resource,
            start: wish.start,
            appointment_type: wish.appointment_type,
            asking: self.asking(wish),
        };
        match offer_at(self.setup, &self.book, &at) {
            Answer::Offer(offer) => Ok(offer.slot),
            Answer::Overbook { because, .. } => Err(because),
            Answer::Refused(reasons) => Err(reasons),
        }
    }

    fn asking(&self, wish: &Wish) -> Asking<'_> {
        Asking { patient_busy: &self.busy, ignoring: wish.moving, ..self.of.asking }
    }

    /// The visit stands there from now on, and nowhere else.
    fn put(&mut self, id: AppointmentId, slot: &SlotContent) {
        self.book.remove(id);
        self.busy.retain(|it| it.0 != id);
        self.take(id, slot);
    }

    /// Nobody else gets it.
    fn give(&mut self, slot: &SlotContent) {
        self.given += 1;
        self.take(AppointmentId(Uuid::from_u128(self.given)), slot);
    }

    fn take(&mut self, id: AppointmentId, slot: &SlotContent) {
        for it in &slot.allocations {
            self.book.insert(it.resource, Busy::of_visit(id, slot.appointment_type, slot.visit, it));
        }
        self.busy.push((id, slot.visit));
    }

    /// Where visits stood that are moved: nothing else goes there, so that one that is left out after all can stay.
    fn keep_free(&mut self, asking: &Asking<'_>) {
        let moved: HashMap<AppointmentId, Period> = asking.patient_busy.iter().copied().collect();
        let moving = self.of.wishes.iter().filter_map(|it| it.moving);
        self.busy.extend(moving.filter_map(|id| Some((id, *moved.get(&id)?))));
    }

    fn alternatives(&self, wish: &Wish) -> Result<Vec<SlotContent>, Refusal> {
        let visit = Visit::of(self.setup, self.of.location, wish.appointment_type)?;
        let zone = visit.location.zone;
        let day = wish.start.local_date(zone);
        let own = [wish.resource];
        let by_own: &[ResourceId] = if visit.has_provider() { &own } else { &[] };
        let near = Period::new(
            wish.start.plus_minutes(-NEAR_MINUTES),
            wish.start.plus_seconds(visit.seconds()).plus_minutes(NEAR_MINUTES),
        );
        let same_day = self.nearest(wish, zone, by_own, local_day(zone, day), |_| true);
        let another = near.filter(|_| visit.has_provider()).and_then(|within| {
            self.nearest(wish, zone, &[], within, |it| {
                it.allocations.iter().all(|it| it.resource != wish.resource)
            })
        });
        let days = (1..=NEAR_DAYS).flat_map(|it| [it, -it]).map(|it| day + TimeDelta::days(it));
        let on_another_day =
            |by| days.clone().find_map(|it| self.nearest(wish, zone, by, local_day(zone, it), |_| true));
        let another_day = on_another_day(by_own).or_else(|| on_another_day(&[]));
        Ok([same_day, another, another_day].into_iter().flatten().collect())
    }

    /// What starts nearest to the wished time.
    fn nearest(
        &self,
        wish: &Wish,
        zone: Tz,
        providers: &[ResourceId],
        within: Period,
        may_be: impl Fn(&SlotContent) -> bool,
    ) -> Option<SlotContent> {
        let request = Request {
            location: self.of.location,
            appointment_type: wish.appointment_type,
            providers,
            own_provider: None,
            within,
            asking: self.asking(wish),
            like: None,
            limit: usize::MAX,
        };
        let wished = wish.start.wall(zone).time();
        let stands = |it: &SlotContent| wish.moving.is_some_and(|id| self.busy.contains(&(id, it.visit)));
        let found = offers(self.setup, &self.book, &request).ok()?.into_iter().map(|Offer { slot, .. }| slot);
        found.filter(|it| !stands(it) && may_be(it)).min_by_key(|it| {
            let at = it.visit.start().wall(zone).time();
            (at - wished).abs()
        })
    }
}
