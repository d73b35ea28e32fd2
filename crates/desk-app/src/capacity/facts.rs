//! The visits that the figures are made of, kept by the week: a week is read again only after something of it was written.

use super::together::Pieces;
use crate::error::AppResult;
use chrono::{NaiveDate, TimeDelta};
use clinic_domain::{
    capacity::{Released, VisitFacts},
    setup::Setup,
    time::monday_of,
};
use desk_cache::mirror::Reader;
use std::{collections::BTreeMap, ops::RangeInclusive};

const WEEKS_AT_A_TIME: usize = 4;

/// Whole weeks, both lists by day.
#[derive(Clone, Default)]
pub(super) struct Facts {
    /// The setup's revision: whose a visit is depends on it.
    setup: u64,
    /// How often each week was written when it was read, by its Monday.
    weeks: BTreeMap<NaiveDate, u64>,
    pub visits: Vec<VisitFacts>,
    pub released: Vec<Released>,
}

pub(super) type Days = RangeInclusive<NaiveDate>;

/// What was read of these days.
pub(super) struct Part {
    days: Days,
    visits: Vec<VisitFacts>,
    released: Vec<Released>,
}

/// As much of what is to be read as nobody else takes.
pub(super) fn read(to_read: &Pieces<Days>, reader: &Reader<'_>, setup: &Setup) -> AppResult<Vec<Part>> {
    let part = |days: &Days| {
        let (visits, released) = reader.visit_facts(setup, days)?;
        Ok(Part { days: days.clone(), visits, released })
    };
    to_read.taken().map(part).collect()
}

impl Facts {
    /// What of `before` stands, of the weeks that these days are of, and what is to be put to it.
    pub fn standing(
        reader: &Reader<'_>,
        setup: u64,
        stretches: &[Days],
        before: Facts,
    ) -> AppResult<(Facts, Pieces<Days>)> {
        let mut weeks = BTreeMap::new();
        for days in stretches {
            weeks.extend(reader.fact_weeks(days)?.into_iter().map(|it| (it.monday, it.writes)));
        }
        let mut facts = if before.setup == setup { before } else { Facts::default() };
        facts.keep_only(&weeks);
        let wanted = weeks.iter().filter(|(monday, writes)| facts.weeks.get(monday) != Some(writes));
        let wanted: Vec<NaiveDate> = wanted.map(|(monday, _)| *monday).collect();
        let runs = wanted.chunk_by(|one, next| *next - *one == TimeDelta::weeks(1));
        let parts = runs.flat_map(|run| run.chunks(WEEKS_AT_A_TIME)).filter_map(|weeks| {
            let (first, last) = (weeks.first()?, weeks.last()?);
            Some(*first..=*last + TimeDelta::days(6))
        });
        let to_read = Pieces::of(parts);
        (facts.setup, facts.weeks) = (setup, weeks);
        Ok((facts, to_read))
    }

    /// With all that was to be read.
    pub fn with(mut self, mut parts: Vec<Part>) -> Facts {
        parts.sort_by_key(|it| *it.days.start());
        self.visits.reserve(parts.iter().map(|it| it.visits.len()).sum());
        for Part { days, visits, released } in parts {
            replace(&mut self.visits, &days, visits, |it| it.day);
            replace(&mut self.released, &days, released, |it| it.day);
        }
        self
    }

    pub fn has(&self, days: &Days) -> bool {
        let last = monday_of(*days.end());
        monday_of(*days.start())
            .iter_weeks()
            .take_while(|it| *it <= last)
            .all(|it| self.weeks.contains_key(&it))
    }

    /// The visits of days that follow each other.
    pub fn visits_on(&self, days: &Days) -> &[VisitFacts] {
        &self.visits[place(&self.visits, days, |it| it.day)]
    }

    /// Lets go of the weeks that are not among these.
    fn keep_only(&mut self, weeks: &BTreeMap<NaiveDate, u64>) {
        let before = self.weeks.len();
        self.weeks.retain(|monday, _| weeks.contains_key(monday));
        if self.weeks.len() < before {
            let is_kept = |day| weeks.contains_key(&monday_of(day));
            self.visits.retain(|it| is_kept(it.day));
            self.released.retain(|it| is_kept(it.day));
        }
    }
}

fn place<T>(sorted: &[T], days: &Days, day: impl Fn(&T) -> NaiveDate) -> std::ops::Range<usize> {
    let first = sorted.partition_point(|it| day(it) < *days.start());
    first..sorted.partition_point(|it| day(it) <= *days.end())
}

/// In the place of what was there of these days.
fn replace<T>(sorted: &mut Vec<T>, days: &Days, those: Vec<T>, day: impl Fn(&T) -> NaiveDate) {
    let range = place(sorted, days, day);
    sorted.splice(range, those);
}
