//! What a search was asked for and did not find: why, and what there would be instead. Nothing of it is computed while
//! a search finds what it was asked for.

use crate::{
    error::{AppResult, found},
    find_offers::{Circumstances, FindOffers, book_around},
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use clinic_domain::{
    appointment_type::Preceding,
    availability::{self, Alternative, MOST_CHOICES, Obstacle, Offer, Request, alternatives, obstacles},
    people::{Permission, Person},
    refusal::Missing,
    setup::Setup,
    time::{Instant, Period, local_day},
};
use desk_cache::mirror::Reader;

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

/// How far behind the asked time a later one is looked for.
const LATER_MINUTES: i64 = 90 * 24 * 60;

pub(crate) fn explain(
    reader: &Reader<'_>,
    setup: &Setup,
    author: &Person,
    wanted: &FindOffers,
    offers: &[Offer],
    asked: Period,
    now: Instant,
) -> AppResult<Option<Shortfall>> {
    let zone = found(setup.location(wanted.location), Missing::Location)?.zone;
    let Some((what, within)) = missing(wanted, offers, asked, zone) else {
        return Ok(None);
    };
    let until = match what {
        What::OnDay(_) => within.end(),
        What::Any | What::More | What::Before => within.end().plus_minutes(LATER_MINUTES),
    };
    let around = Period::new(asked.start(), until).unwrap_or(asked);
    let circumstances = Circumstances::read(reader, wanted, around, now)?;
    let book = book_around(reader, setup, wanted.location, around)?;
    if what == What::More && wanted.limit.is_none() {
        // The few that differ may be fewer than what is free.
        let all = availability::offers(setup, &book, &circumstances.request(wanted, asked, now))?;
        if all.len() > offers.len() {
            return Ok(None);
        }
    }
    let request = circumstances.request(wanted, within, now);
    let mut alternatives = alternatives(setup, &book, &request, until);
    alternatives.retain(|it| !matches!(it, Alternative::Overbook { .. }) || author.may(Permission::Overbook));
    Ok(Some(Shortfall { what, obstacles: obstacles(setup, &book, &request)?, alternatives }))
}

/// Why there is no pair, though the second visit alone has time: what stands in the way of the first.
pub(crate) fn explain_before(
    reader: &Reader<'_>,
    setup: &Setup,
    wanted: &FindOffers,
    preceding: &Preceding,
    asked: Period,
    now: Instant,
) -> AppResult<Option<Shortfall>> {
    let circumstances = Circumstances::read(reader, wanted, asked, now)?;
    let book = book_around(reader, setup, wanted.location, asked)?;
    let request = circumstances.request(wanted, asked, now);
    if availability::offers(setup, &book, &Request { limit: 1, ..request })?.is_empty() {
        return Ok(None);
    }
    let first = Request { appointment_type: preceding.appointment_type, providers: &[], limit: 1, ..request };
    let is_free = !availability::offers(setup, &book, &first)?.is_empty();
    let obstacles = if is_free { Vec::new() } else { obstacles(setup, &book, &first)? };
    Ok(Some(Shortfall { what: What::Before, obstacles, alternatives: Vec::new() }))
}

/// The part of the asked time in which nothing is free though something was wished for.
fn missing(wanted: &FindOffers, offers: &[Offer], asked: Period, zone: Tz) -> Option<(What, Period)> {
    let start = |it: &Offer| it.slot.visit.start();
    let Some((first, last)) = offers.iter().map(start).min().zip(offers.iter().map(start).max()) else {
        return Some((What::Any, asked));
    };
    let wished = wanted.from.map(|it| it.date()).filter(|day| *day < first.local_date(zone));
    let on_day = wished.and_then(|day| Some((What::OnDay(day), local_day(zone, day).intersection(&asked)?)));
    let more = || Some((What::More, Period::new(last.plus_seconds(1), asked.end())?));
    on_day.or_else(|| if offers.len() < wanted.limit.unwrap_or(MOST_CHOICES) { more() } else { None })
}
