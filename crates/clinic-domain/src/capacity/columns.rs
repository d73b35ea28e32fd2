//! Visits provider by provider, and how much of a time they cover.
//!
//! Invariants: a column's visits take time and are sorted by the beginning of the provider's own part; `longest_seconds`
//! bounds how far from a time a visit that reaches into it begins, buffers included.

use super::{VisitFacts, says::takes_time};
use crate::{
    id::ResourceId,
    time::{Instant, Period},
};
use std::collections::HashMap;

#[derive(Default)]
pub(super) struct Columns<'a> {
    places: HashMap<ResourceId, usize>,
    columns: Vec<Column<'a>>,
    /// The last one that was looked at: visits of a provider often come together.
    last: Option<(ResourceId, usize)>,
}

#[derive(Default)]
pub(super) struct Column<'a> {
    visits: Vec<(Period, &'a VisitFacts)>,
    longest_seconds: i64,
}

impl<'a> Columns<'a> {
    /// Puts it where it belongs, if it takes a provider's time. [`Columns::sort`] comes after the last one.
    pub(super) fn put(&mut self, it: &'a VisitFacts) {
        let Some(provider) = it.provider.filter(|_| takes_time(it)) else { return };
        let place = match self.last {
            Some((last, place)) if last == provider => place,
            _ => *self.places.entry(provider).or_insert_with(|| {
                self.columns.push(Column::default());
                self.columns.len() - 1
            }),
        };
        self.last = Some((provider, place));
        let column = &mut self.columns[place];
        let (from, to) = (it.taken.start().min(it.visit.start()), it.taken.end().max(it.visit.end()));
        column.longest_seconds = column.longest_seconds.max(to.0 - from.0);
        column.visits.push((it.own(), it));
    }

    pub(super) fn sort(&mut self) {
        self.columns.iter_mut().for_each(|it| it.visits.sort_unstable_by_key(|visit| visit.0));
    }

    pub(super) fn of(visits: impl Iterator<Item = &'a VisitFacts>) -> Columns<'a> {
        let mut columns = Columns::default();
        visits.for_each(|it| columns.put(it));
        columns.sort();
        columns
    }

    /// The visits of a provider that may reach into a time with their buffers, and perhaps a few more.
    pub(super) fn near(&self, provider: ResourceId, during: Period) -> &[(Period, &'a VisitFacts)] {
        let Some(column) = self.places.get(&provider).map(|place| &self.columns[*place]) else { return &[] };
        let earliest = Instant(during.start().0 - column.longest_seconds);
        let latest = Instant(during.end().0 + column.longest_seconds);
        let first = column.visits.partition_point(|it| it.0.start() < earliest);
        let count = column.visits[first..].partition_point(|it| it.0.start() < latest);
        &column.visits[first..first + count]
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
