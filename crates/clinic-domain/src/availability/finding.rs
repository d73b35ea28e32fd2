//! A search as a person asks for it, by whoever holds the book: how much of it to read, whether what was found is enough,
//! and what to say where it is not. Reading is the holder's, a desk's from its file or the centre's from its database.
//!
//! How to go about it: read ever longer [`FindOffers::stretches`] until [`FindOffers::is_enough`]; then, where something
//! that was asked for is missing, what stands in the way of it.

use super::{
    Alternative, Asking, Book, LIKE_DAYS, MOST_CHOICES, Obstacle, Offer, OfferReason, Request, alternatives,
    choices, obstacles, offers, pair_choices, pairs,
};
use crate::{
    appointment_type::Preceding,
    id::{AppointmentId, AppointmentTypeId, LocationId, PatientId, ResourceId},
    invalid::{Field, Problem},
    operation::SlotContent,
    refusal::{Missing, Refusal},
    setup::Setup,
    time::{DayMinute, Instant, Period, end_instant, local_day, start_instant},
};
use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

#[derive(Clone, Debug)]
pub struct FindOffers {
    pub location: LocationId,
    pub appointment_type: AppointmentTypeId,
    /// Empty: any.
    pub providers: Vec<ResourceId>,
    pub patient: Option<PatientId>,
    pub moving: Option<AppointmentId>,
    /// The visit whose time is liked: the same weekday and time of day are said to be.
    pub like: Option<AppointmentId>,
    /// Another visit that is to come first, though the type does not ask for it.
    pub link: Option<Preceding>,
    /// On the wall of the location, and the day that is wished for; now, and any day, when absent.
    pub from: Option<NaiveDateTime>,
    /// Last day, included; 90 days on when absent.
    pub until: Option<NaiveDate>,
    /// So many in order; when absent, the few that differ usefully.
    pub limit: Option<usize>,
}

/// What the patient and the moved or liked visit bring to a search.
#[derive(Clone, Debug, Default)]
pub struct Circumstances {
    pub patient_busy: Vec<(AppointmentId, Period)>,
    pub own_provider: Option<ResourceId>,
    pub is_new_patient: Option<bool>,
    pub like: Option<Instant>,
}

/// What a search found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub offers: Vec<Offer>,
    /// What comes first for each of them, in the same order; empty for a type that nothing precedes.
    pub firsts: Vec<SlotContent>,
}

/// What was asked for and is not among what was found: why, and what there would be instead.
#[derive(Clone, Debug)]
pub struct Shortfall {
    pub what: What,
    /// The heaviest first.
    pub obstacles: Vec<Obstacle>,
    /// The smallest change first; an overbook only for who may.
    pub alternatives: Vec<Alternative>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Nothing is free.
    Any,
    /// Nothing is free on the day that was wished for, but later.
    OnDay(NaiveDate),
    /// Something is free, but not as much as was asked for.
    More,
    /// The visit itself has time, but not the one that comes before it.
    Before,
}

/// The part of the asked time in which something is missing.
#[derive(Clone, Copy, Debug)]
pub struct Lack {
    what: What,
    within: Period,
    until: Instant,
    /// In which the book has to be known to say why.
    pub around: Period,
}

pub const ORDINARY_SEARCH_MINUTES: i64 = 90 * 24 * 60;
/// The first stretch that is read; three times as long until enough is found. Most searches end in the first.
pub const FIRST_STRETCH_MINUTES: i64 = 4 * 24 * 60;
/// How far behind the asked time a later one is looked for.
const LATER_MINUTES: i64 = 90 * 24 * 60;

impl FindOffers {
    /// The time that is asked for.
    ///
    /// # Errors
    /// The location is not there, or the time ends before it begins.
    pub fn asked(&self, setup: &Setup, now: Instant) -> Result<Period, Refusal> {
        let zone = self.zone(setup)?;
        let start = self.from.map_or(now, |wall| start_instant(zone, wall).max(now));
        let end = match self.until {
            Some(day) => end_instant(zone, DayMinute::END.on(day)),
            None => start.plus_minutes(ORDINARY_SEARCH_MINUTES),
        };
        let nothing = Refusal::Invalid { field: Field::Until, problem: Problem::BeforeItsBeginning };
        Period::new(start, end).ok_or(nothing)
    }

    /// What has to come first. A visit that is moved goes alone.
    #[must_use]
    pub fn preceding(&self, setup: &Setup) -> Option<Preceding> {
        let kind = setup.appointment_type(self.appointment_type).filter(|_| self.moving.is_none());
        kind.and_then(|it| it.preceded_by)
    }

    /// "Like this" compares weeks: they are read at once.
    pub fn stretches(
        &self,
        asked: Period,
        circumstances: &Circumstances,
    ) -> impl Iterator<Item = Period> + use<> {
        let compares_weeks = self.limit.is_none() && circumstances.like.is_some();
        let first = if compares_weeks { LIKE_DAYS as i64 * 24 * 60 } else { FIRST_STRETCH_MINUTES };
        stretches(asked, first)
    }

    #[must_use]
    pub fn request<'a>(
        &'a self,
        circumstances: &'a Circumstances,
        within: Period,
        now: Instant,
    ) -> Request<'a> {
        Request {
            location: self.location,
            appointment_type: self.appointment_type,
            providers: &self.providers,
            own_provider: circumstances.own_provider,
            within,
            asking: Asking {
                now,
                patient_busy: &circumstances.patient_busy,
                ignoring: self.moving,
                is_new_patient: circumstances.is_new_patient,
            },
            like: circumstances.like,
            limit: self.limit.unwrap_or(MOST_CHOICES),
        }
    }

    /// What a stretch has. The book has to be known [`reach`] of it.
    ///
    /// # Errors
    /// Those of [`offers`].
    pub fn look(&self, setup: &Setup, book: &Book, request: &Request<'_>) -> Result<Found, Refusal> {
        let alone = |offers| Found { offers, firsts: Vec::new() };
        match (self.preceding(setup), self.limit) {
            (Some(it), limit) => {
                let pairs = if limit.is_some() { pairs } else { pair_choices };
                let (firsts, offers) =
                    pairs(setup, book, request, &it)?.into_iter().map(|it| (it.first, it.second)).unzip();
                Ok(Found { offers, firsts })
            }
            (None, Some(_)) => offers(setup, book, request).map(alone),
            (None, None) => choices(setup, book, request).map(alone),
        }
    }

    /// Whether a longer stretch would be read for nothing: the own provider may have time only later.
    #[must_use]
    pub fn is_enough(&self, setup: &Setup, circumstances: &Circumstances, found: &Found) -> bool {
        let waits_for_own = self.limit.is_none()
            && self.providers.is_empty()
            && circumstances.own_provider.is_some_and(|own| is_here(setup, self.location, own));
        found.offers.len() >= self.limit.unwrap_or(MOST_CHOICES)
            && (!waits_for_own
                || found.offers.iter().any(|it| it.reasons.contains(&OfferReason::OwnProvider)))
    }

    /// What is missing though it was asked for.
    ///
    /// # Errors
    /// The location is not there.
    pub fn lack(&self, setup: &Setup, found: &Found, asked: Period) -> Result<Option<Lack>, Refusal> {
        let Some((what, within)) = self.missing(&found.offers, asked, self.zone(setup)?) else {
            return Ok(None);
        };
        let until = match what {
            What::OnDay(_) => within.end(),
            What::Any | What::More | What::Before => within.end().plus_minutes(LATER_MINUTES),
        };
        let around = Period::new(asked.start(), until).unwrap_or(asked);
        Ok(Some(Lack { what, within, until, around }))
    }

    /// Why it is missing, and what there would be instead. `request` is about all of the asked time; the book is known
    /// [`reach`] of [`Lack::around`].
    ///
    /// # Errors
    /// Those of [`offers`].
    pub fn explain(
        &self,
        setup: &Setup,
        book: &Book,
        request: &Request<'_>,
        (lack, found): (&Lack, &Found),
        may_overbook: bool,
    ) -> Result<Option<Shortfall>, Refusal> {
        if lack.what == What::More && self.limit.is_none() {
            // The few that differ may be fewer than what is free.
            let all = offers(setup, book, request)?;
            if all.len() > found.offers.len() {
                return Ok(None);
            }
        }
        let request = Request { within: lack.within, ..*request };
        let mut alternatives = alternatives(setup, book, &request, lack.until);
        alternatives.retain(|it| may_overbook || !matches!(it, Alternative::Overbook { .. }));
        let obstacles = obstacles(setup, book, &request)?;
        Ok(Some(Shortfall { what: lack.what, obstacles, alternatives }))
    }

    /// Why there is no pair, though the second visit alone has time: what stands in the way of the first.
    ///
    /// # Errors
    /// Those of [`offers`].
    pub fn explain_before(
        &self,
        setup: &Setup,
        book: &Book,
        request: &Request<'_>,
    ) -> Result<Option<Shortfall>, Refusal> {
        let Some(preceding) = self.preceding(setup) else { return Ok(None) };
        if offers(setup, book, &Request { limit: 1, ..*request })?.is_empty() {
            return Ok(None);
        }
        let first =
            Request { appointment_type: preceding.appointment_type, providers: &[], limit: 1, ..*request };
        let is_free = !offers(setup, book, &first)?.is_empty();
        let obstacles = if is_free { Vec::new() } else { obstacles(setup, book, &first)? };
        Ok(Some(Shortfall { what: What::Before, obstacles, alternatives: Vec::new() }))
    }

    fn zone(&self, setup: &Setup) -> Result<Tz, Refusal> {
        let location = setup.location(self.location);
        location.map(|it| it.zone).ok_or(Refusal::NotFound { what: Missing::Location })
    }

    /// The part of the asked time in which nothing is free though something was wished for.
    fn missing(&self, offers: &[Offer], asked: Period, zone: Tz) -> Option<(What, Period)> {
        let start = |it: &Offer| it.slot.visit.start();
        let Some((first, last)) = offers.iter().map(start).min().zip(offers.iter().map(start).max()) else {
            return Some((What::Any, asked));
        };
        let wished = self.from.map(|it| it.date()).filter(|day| *day < first.local_date(zone));
        let on_day =
            wished.and_then(|day| Some((What::OnDay(day), local_day(zone, day).intersection(&asked)?)));
        let more = || Some((What::More, Period::new(last.plus_seconds(1), asked.end())?));
        let is_less = offers.len() < self.limit.unwrap_or(MOST_CHOICES);
        on_day.or_else(|| if is_less { more() } else { None })
    }
}

/// Ever longer periods from the same start, the last one the whole.
pub fn stretches(whole: Period, first_minutes: i64) -> impl Iterator<Item = Period> {
    let lengths = std::iter::successors(Some(first_minutes), |it| Some(it * 3));
    let cut =
        move |minutes: i64| Period::new(whole.start(), whole.start().plus_minutes(minutes).min(whole.end()));
    let short = lengths.take_while(move |it| *it < whole.minutes()).filter_map(cut);
    short.chain(std::iter::once(whole))
}

/// What has to be known of the book for a search of a period: of which resources, their persons elsewhere included, and
/// a day before and after, as templates of the border days are whole days.
#[must_use]
pub fn reach(setup: &Setup, location: LocationId, period: Period) -> (Vec<ResourceId>, Period) {
    let resources = setup.resources.iter().map(|it| it.id).filter(|it| is_here(setup, location, *it));
    let (start, end) = (period.start().plus_minutes(-24 * 60), period.end().plus_minutes(24 * 60));
    (setup.with_same_persons(resources.collect()), Period::new(start, end).unwrap_or(period))
}

fn is_here(setup: &Setup, location: LocationId, id: ResourceId) -> bool {
    setup.resource(id).is_some_and(|it| it.is_active && it.location == location)
}
