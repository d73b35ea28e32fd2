//! The time that the schedule gives, day by day.

use crate::{
    availability::{DayPartKind, working_time},
    id::{LocationId, ResourceId},
    resource::ResourceKind,
    setup::Setup,
    time::{Instant, Period, local_day},
};
use chrono::NaiveDate;
use std::ops::RangeInclusive;

/// When a provider works on a day, without what closes it. A day without working time is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDay {
    pub provider: ResourceId,
    pub location: LocationId,
    pub day: NaiveDate,
    /// Sorted, and apart from each other.
    pub open: Vec<Period>,
}

impl OpenDay {
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.open.iter().map(Period::seconds).sum()
    }
}

/// The working days of every provider that is in use, by provider and day, as the schedule stands now: the engine's own
/// answer. Times that were worked before a template was changed in place are not known any more.
#[must_use]
pub fn open_days(setup: &Setup, days: RangeInclusive<NaiveDate>, now: Instant) -> Vec<OpenDay> {
    let mut all = Vec::new();
    for provider in setup.resources.iter().filter(|it| it.is_active && it.kind == ResourceKind::Provider) {
        let Some(zone) = setup.location(provider.location).map(|it| it.zone) else { continue };
        let (first, last) = (local_day(zone, *days.start()), local_day(zone, *days.end()));
        let Some(within) = Period::new(first.start(), last.end()) else { continue };
        let mut open: Vec<Period> = Vec::new();
        for part in working_time(setup, provider.id, within, now) {
            if matches!(part.kind, DayPartKind::Open { .. }) {
                match open.last_mut().filter(|it| part.during.start() <= it.end()) {
                    Some(last) => *last = joined(*last, part.during),
                    None => open.push(part.during),
                }
            }
        }
        for part in open {
            let day = part.start().local_date(zone);
            match all.last_mut() {
                Some(OpenDay { provider: of, day: on, open, .. }) if *of == provider.id && *on == day => {
                    open.push(part)
                }
                _ => all.push(OpenDay {
                    provider: provider.id,
                    location: provider.location,
                    day,
                    open: vec![part],
                }),
            }
        }
    }
    all
}

fn joined(one: Period, other: Period) -> Period {
    Period::new(one.start(), one.end().max(other.end())).unwrap_or(one)
}
