//! The visits that the figures are made of, kept by the week: a week is read again only after something of it was written.

use super::together::together;
use crate::{error::AppResult, front_desk::FrontDesk};
use chrono::{NaiveDate, TimeDelta};
use clinic_domain::{
    capacity::{Released, VisitFacts},
    setup::Setup,
    time::monday_of,
};
use desk_cache::mirror::Reader;
use std::{collections::BTreeMap, ops::RangeInclusive};

/// Fewer weeks than these are read sooner than a thread is there for them.
const WORTH_A_THREAD: usize = 6;

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
/// Days that belong together, and what was read of them.
type Read = Vec<(Days, Vec<VisitFacts>, Vec<Released>)>;

impl Facts {
    /// The facts of all weeks that these days are of. `before` saves the reading of what stands as it stood; `is_same` says
    /// whether another reader sees the book as this one does, and `meanwhile` is read while that one reads, too.
    pub fn read<T>(
        desk: &FrontDesk,
        reader: &Reader<'_>,
        setup: (&Setup, u64),
        stretches: &[Days],
        before: Facts,
        is_same: impl Fn(&Reader<'_>) -> AppResult<bool> + Sync,
        meanwhile: impl FnOnce() -> AppResult<T>,
    ) -> AppResult<(Facts, T)> {
        let (setup, revision) = setup;
        let mut weeks = BTreeMap::new();
        for days in stretches {
            weeks.extend(reader.fact_weeks(days)?.into_iter().map(|it| (it.monday, it.writes)));
        }
        let mut facts = if before.setup == revision { before } else { Facts::default() };
        facts.keep_only(&weeks);
        let wanted = weeks.iter().filter(|(monday, writes)| facts.weeks.get(monday) != Some(writes));
        let wanted: Vec<NaiveDate> = wanted.map(|(monday, _)| *monday).collect();
        let (here, there) = match wanted.len() {
            // The other one takes more: this one has something else to read.
            many @ WORTH_A_THREAD.. => wanted.split_at(many * 2 / 5),
            _ => (&wanted[..], &[][..]),
        };
        let elsewhere = || {
            desk.read(|other| match is_same(other)? {
                true => read(other, setup, there).map(Some),
                false => Ok(None),
            })
        };
        let at_once = || Ok((read(reader, setup, here)?, meanwhile()?));
        let (mut found, (mut all, beside)) = match there {
            [] => (Some(Vec::new()), at_once()?),
            _ => together(elsewhere, at_once)?,
        };
        // Something was written between the two.
        if found.is_none() {
            found = Some(read(reader, setup, there)?);
        }
        all.extend(found.into_iter().flatten());
        all.into_iter().for_each(|(days, visits, released)| facts.put(&days, visits, released));
        (facts.setup, facts.weeks) = (revision, weeks);
        Ok((facts, beside))
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

    /// In the place of what was there of these days.
    fn put(&mut self, days: &Days, visits: Vec<VisitFacts>, released: Vec<Released>) {
        replace(&mut self.visits, days, visits, |it| it.day);
        replace(&mut self.released, days, released, |it| it.day);
    }
}

fn read(reader: &Reader<'_>, setup: &Setup, mondays: &[NaiveDate]) -> AppResult<Read> {
    let one_run = |one: &NaiveDate, next: &NaiveDate| *next - *one == TimeDelta::weeks(1);
    let mut all = Vec::new();
    for run in mondays.chunk_by(one_run) {
        if let [first, ..] = run
            && let [.., last] = run
        {
            let days = *first..=*last + TimeDelta::days(6);
            let (visits, released) = reader.visit_facts(setup, &days)?;
            all.push((days, visits, released));
        }
    }
    Ok(all)
}

fn place<T>(sorted: &[T], days: &Days, day: impl Fn(&T) -> NaiveDate) -> std::ops::Range<usize> {
    let first = sorted.partition_point(|it| day(it) < *days.start());
    first..sorted.partition_point(|it| day(it) <= *days.end())
}

fn replace<T>(sorted: &mut Vec<T>, days: &Days, those: Vec<T>, day: impl Fn(&T) -> NaiveDate) {
    if sorted.is_empty() {
        *sorted = those;
    } else {
        let range = place(sorted, days, day);
        sorted.splice(range, those);
    }
}
