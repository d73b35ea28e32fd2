//! Visits provider by provider, and how much of a time they cover.
//!
//! Invariants: a column's visits take time and are sorted by the beginning of the provider's own part; `longest_seconds`
//! bounds how far from a time a visit that reaches into it begins, buffers included. What is asked of a visit again and
//! again is copied, because those of a provider are far from each other among all visits of a day.

use super::{
    Metric, Scope, VisitFacts,
    by_id::ById,
    facts::own_part,
    says::{takes_time, takes_time_for},
};
use crate::{
    id::{AppointmentId, ResourceId},
    time::{Instant, Period, local_day},
};
use chrono::NaiveDate;
use std::ops::RangeInclusive;

#[derive(Default)]
pub(super) struct Columns {
    places: ById<ResourceId, usize>,
    columns: Vec<Column>,
}

#[derive(Default)]
struct Column {
    visits: Vec<Taken>,
    /// When the own part of each begins: to be searched without the rest.
    starts: Vec<Instant>,
    longest_seconds: i64,
}

/// A visit that takes time.
#[derive(Clone, Copy)]
pub(super) struct Taken {
    /// With buffers.
    pub(super) taken: Period,
    pub(super) visit: Period,
    pub(super) appointment: AppointmentId,
    pub(super) placed_at: Option<Instant>,
    /// Whether it counts as utilisation, as completed, and as a filled slot of the asked type.
    pub(super) counts: [bool; OF_TIME.len()],
}

/// The metrics of time that a visit may count for.
pub(super) const OF_TIME: [Metric; 3] = [Metric::Utilisation, Metric::CompletedUtilisation, Metric::FillRate];

impl Columns {
    /// Of visits that may take time on these days.
    pub(super) fn on(days: &RangeInclusive<NaiveDate>, scope: &Scope, visits: &[VisitFacts]) -> Columns {
        let (mut columns, place, around) = (Columns::default(), scope.of_any_type(), Around::the(days));
        let those = visits.iter().filter(|it| around.has(it) && place.admits(*it));
        those.for_each(|it| columns.put(scope, it));
        columns.sort();
        columns
    }

    /// Puts it where it belongs, if it takes a provider's time. [`Columns::sort`] comes after the last one.
    pub(super) fn put(&mut self, scope: &Scope, it: &VisitFacts) {
        let Some(provider) = it.provider.filter(|_| takes_time(it)) else { return };
        let column = self.of(provider);
        let (from, to) = (it.taken.start().min(it.visit.start()), it.taken.end().max(it.visit.end()));
        column.longest_seconds = column.longest_seconds.max(to.0 - from.0);
        let is_asked = scope.admits(it);
        column.visits.push(Taken {
            taken: it.taken,
            visit: it.visit,
            appointment: it.appointment,
            placed_at: it.placed_at,
            counts: OF_TIME.map(|metric| is_asked && takes_time_for(metric, it)),
        });
    }

    /// The visits of others beside these; [`Columns::sort`] comes after the last one.
    pub(super) fn join(&mut self, mut others: Columns) {
        for (provider, place) in others.places {
            let other = std::mem::take(&mut others.columns[place]);
            let column = self.of(provider);
            column.longest_seconds = column.longest_seconds.max(other.longest_seconds);
            if column.visits.is_empty() {
                column.visits = other.visits;
            } else {
                column.visits.extend(other.visits);
            }
        }
    }

    fn of(&mut self, provider: ResourceId) -> &mut Column {
        let place = *self.places.entry(provider).or_insert_with(|| {
            self.columns.push(Column::default());
            self.columns.len() - 1
        });
        &mut self.columns[place]
    }

    pub(super) fn sort(&mut self) {
        for column in &mut self.columns {
            column.visits.sort_by_key(|it| it.own().start());
            column.starts = column.visits.iter().map(|it| it.own().start()).collect();
        }
    }

    /// The visits of a provider that may reach into a time with their buffers, and perhaps a few more.
    pub(super) fn near(&self, provider: ResourceId, during: Period) -> &[Taken] {
        let Some(column) = self.places.get(&provider).map(|place| &self.columns[*place]) else { return &[] };
        let earliest = Instant(during.start().0 - column.longest_seconds);
        let latest = Instant(during.end().0 + column.longest_seconds);
        let first = column.starts.partition_point(|it| *it < earliest);
        let count = column.starts[first..].iter().take_while(|it| **it < latest).count();
        &column.visits[first..first + count]
    }
}

/// Some days whichever clock they follow, with as much on either side as a visit of another day may reach into them.
pub(super) struct Around {
    from: Instant,
    to: Instant,
}

impl Around {
    /// No clock is a day from UTC, and no visit is a day long.
    pub(super) fn the(days: &RangeInclusive<NaiveDate>) -> Around {
        const TWO_DAYS: i64 = 2 * 24 * 60;
        let [first, last] = [days.start(), days.end()].map(|it| local_day(chrono_tz::UTC, *it));
        Around { from: first.start().plus_minutes(-TWO_DAYS), to: last.end().plus_minutes(TWO_DAYS) }
    }

    pub(super) fn has(&self, it: &VisitFacts) -> bool {
        it.taken.end() > self.from && it.taken.start() < self.to
    }
}

impl Taken {
    /// What the provider is there for.
    pub(super) fn own(&self) -> Period {
        own_part(self.taken, self.visit)
    }

    /// Whether it was booked on top of others. Only where every type is asked, because of another it counts for nothing.
    pub(super) fn is_overbook(&self) -> bool {
        let [takes_time, _, fills] = self.counts;
        takes_time && !fills
    }
}

/// How much of `within` the periods cover, which are sorted by their beginning and may overlap.
pub(super) fn covered_seconds(within: Period, sorted: impl Iterator<Item = Period>) -> i64 {
    let (mut at, mut covered) = (within.start(), 0);
    for it in sorted {
        let (from, to) = (it.start().max(at), it.end().min(within.end()));
        if from < to {
            covered += to.0 - from.0;
            at = to;
        }
    }
    covered
}
