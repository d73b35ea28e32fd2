//! The visits that the figures are made of, kept by the week: a week is read again only after something of it was written.

use crate::error::AppResult;
use chrono::{NaiveDate, TimeDelta};
use clinic_domain::{
    capacity::{Released, VisitFacts},
    setup::Setup,
    time::monday_of,
};
use desk_cache::mirror::Reader;
use std::{collections::BTreeMap, ops::RangeInclusive};

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

type Days = RangeInclusive<NaiveDate>;

impl Facts {
    /// The facts of all weeks that these days are of. `before` saves the reading of what stands as it stood.
    pub fn read(
        reader: &Reader<'_>,
        setup: (&Setup, u64),
        stretches: &[Days],
        before: Facts,
    ) -> AppResult<Facts> {
        let (setup, revision) = setup;
        let mut weeks = BTreeMap::new();
        for days in stretches {
            weeks.extend(reader.fact_weeks(days)?.into_iter().map(|it| (it.monday, it.writes)));
        }
        let mut facts = if before.setup == revision { before } else { Facts::default() };
        facts.keep_only(&weeks);
        let wanted = weeks.iter().filter(|(monday, writes)| facts.weeks.get(monday) != Some(writes));
        let wanted: Vec<NaiveDate> = wanted.map(|(monday, _)| *monday).collect();
        for run in wanted.chunk_by(|one, next| *next - *one == TimeDelta::weeks(1)) {
            if let (Some(first), Some(last)) = (run.first(), run.last()) {
                let days = *first..=*last + TimeDelta::days(6);
                let (visits, released) = reader.visit_facts(setup, &days)?;
                replace(&mut facts.visits, &days, visits, |it| it.day);
                replace(&mut facts.released, &days, released, |it| it.day);
            }
        }
        (facts.setup, facts.weeks) = (revision, weeks);
        Ok(facts)
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
    if sorted.is_empty() {
        *sorted = those;
    } else {
        let range = place(sorted, days, day);
        sorted.splice(range, those);
    }
}
