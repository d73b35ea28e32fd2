//! The time that the schedule gives, day by day.

use crate::{
    availability::{DayPartKind, working_time},
    id::{LocationId, ResourceId},
    resource::{Resource, ResourceKind},
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
    for location in &setup.locations {
        let local: Vec<(NaiveDate, Period)> = days
            .start()
            .iter_days()
            .take_while(|day| day <= days.end())
            .map(|day| (day, local_day(location.zone, day)))
            .collect();
        let span = local.first().zip(local.last());
        let Some(within) = span.and_then(|(one, other)| Period::new(one.1.start(), other.1.end())) else {
            continue;
        };
        let here = |it: &&Resource| it.is_active && it.kind == ResourceKind::Provider;
        for provider in setup.resources.iter().filter(here).filter(|it| it.location == location.id) {
            let open = open_within(setup, provider.id, within, now);
            // Who works through midnight works on both days.
            for &(day, whole) in &local {
                let from = open.partition_point(|it| it.end() <= whole.start());
                let open: Vec<Period> = open[from..].iter().map_while(|it| it.intersection(&whole)).collect();
                if !open.is_empty() {
                    all.push(OpenDay { provider: provider.id, location: location.id, day, open });
                }
            }
        }
    }
    all
}

/// Sessions that touch or overlap are one.
fn open_within(setup: &Setup, provider: ResourceId, within: Period, now: Instant) -> Vec<Period> {
    let mut open: Vec<Period> = Vec::new();
    for part in working_time(setup, provider, within, now) {
        if matches!(part.kind, DayPartKind::Open { .. }) {
            match open.last_mut().filter(|it| part.during.start() <= it.end()) {
                Some(last) => *last = joined(*last, part.during),
                None => open.push(part.during),
            }
        }
    }
    open
}

fn joined(one: Period, other: Period) -> Period {
    Period::new(one.start(), one.end().max(other.end())).unwrap_or(one)
}
