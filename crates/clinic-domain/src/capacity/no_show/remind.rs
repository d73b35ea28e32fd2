//! Whom to remind first.
//!
//! Invariants: every visit to come is on the list, also where nothing is known of it; the order decides who is called
//! first, and nothing else.

use super::{
    features::Past,
    forecast::{Chance, Forecast},
};
use crate::{
    appointment::AppointmentStatus,
    capacity::VisitFacts,
    id::{AppointmentId, LocationId},
    time::Instant,
};
use chrono_tz::Tz;

#[derive(Clone, Debug, PartialEq)]
pub struct ToRemind {
    pub appointment: AppointmentId,
    pub starts_at: Instant,
    pub chance: Chance,
}

/// Whether somebody can still be reminded of it.
#[must_use]
pub fn is_to_come(it: &VisitFacts, now: Instant) -> bool {
    matches!(it.status, AppointmentStatus::Pending | AppointmentStatus::Booked) && it.visit.start() > now
}

/// The booked visits that begin after `now`, the likeliest to be missed first, then the soonest.
#[must_use]
pub fn whom_to_remind<'a>(
    forecast: &Forecast,
    past: &Past,
    visits: impl IntoIterator<Item = &'a VisitFacts>,
    zone: impl Fn(LocationId) -> Option<Tz>,
    now: Instant,
) -> Vec<ToRemind> {
    let listed = visits.into_iter().filter(|it| is_to_come(it, now)).filter_map(|it| {
        let chance = forecast.chance(it, zone(it.location)?, past);
        Some(ToRemind { appointment: it.appointment, starts_at: it.visit.start(), chance })
    });
    let mut all: Vec<ToRemind> = listed.collect();
    all.sort_by(|one, other| {
        let by_chance = other.chance.probability.total_cmp(&one.chance.probability);
        by_chance.then((one.starts_at, one.appointment).cmp(&(other.starts_at, other.appointment)))
    });
    all
}
