//! What the weeks behind ask for.

use super::{Need, NeedKind, Situation};
use crate::{
    capacity::{
        Figure, Metric, OwnProviders, ThirdNext,
        columns::Columns,
        no_show::wilson,
        says::{Says, says},
        worked::Worked,
    },
    id::{AppointmentTypeId, LocationId, ResourceId},
};
use chrono::{Datelike, Weekday};
use std::collections::{BTreeMap, HashSet};

/// Hours that are used to less than so many of 100 are idle: waste says one vendor, and nobody has shown it.
const IDLE_PERCENT: u64 = 50;

/// Nobody waits for hours that are idle: who has a third time so soon can be seen by calling.
const SOON_DAYS: i64 = 2;

/// Of fewer days, two that were quiet by chance make the picture.
const LEAST_DAYS: u32 = 6;

/// Of fewer visits, two that were missed by chance make the share.
const LEAST_VISITS: u32 = 30;

/// How many times as often as the whole practice: what is missed a little more often is no reason to treat it otherwise.
const TIMES: u64 = 2;

pub(super) fn found(
    of: &Situation<'_>,
    columns: &Columns,
    waits: &BTreeMap<ResourceId, ThirdNext>,
) -> Vec<Need> {
    let mut all = missed_often(of);
    all.extend(idle(of, columns, waits));
    all
}

/// What of a type became of its visits at a location.
#[derive(Clone, Copy, Debug, Default)]
struct Ended {
    missed: u32,
    all: u32,
}

impl Ended {
    fn add(&mut self, it: Says) {
        self.missed += u32::from(it == Says::Part);
        self.all += u32::from(matches!(it, Says::Part | Says::Rest));
    }

    /// More than so many times as often as the whole, and not by chance: Wilson's interval of 95 % lies above its share.
    fn is_often(&self, whole: &Ended) -> bool {
        let [missed, all, missed_of_whole, whole_all] =
            [self.missed, self.all, whole.missed, whole.all].map(u64::from);
        let is_far_above = missed * whole_all > TIMES * missed_of_whole * all;
        is_far_above && wilson(self.missed, self.all).0 > f64::from(whole.missed) / f64::from(whole.all)
    }
}

/// Only types that are still booked.
fn missed_often(of: &Situation<'_>) -> Vec<Need> {
    let (asked, nobody) = (of.asked_behind(), OwnProviders::default());
    let evidence = of.evidence(&nobody);
    let mut types: BTreeMap<(LocationId, AppointmentTypeId), Ended> = BTreeMap::new();
    let mut whole = Ended::default();
    for it in of.visits.iter().filter(|it| asked.has(it)) {
        let said = says(Metric::NoShowRate, it, &asked, &evidence);
        whole.add(said);
        types.entry((it.location, it.appointment_type)).or_default().add(said);
    }
    let is_active = |id| of.setup.appointment_type(id).is_some_and(|it| it.is_active);
    let often = types
        .into_iter()
        .filter(|((_, id), it)| it.all >= LEAST_VISITS && it.is_often(&whole) && is_active(*id));
    often
        .map(|((location, appointment_type), it)| Need {
            appointment_type: Some(appointment_type),
            count: it.missed,
            share: Some(Figure::Share { part: it.missed.into(), whole: it.all.into() }),
            ..Need::of(NeedKind::MissedOften, location)
        })
        .collect()
}

/// Days of a provider on the same weekday.
#[derive(Default)]
struct Weekdays {
    days: u32,
    worked: Worked,
}

/// Only hours that the provider still has: those that were closed meanwhile are decided about.
fn idle(of: &Situation<'_>, columns: &Columns, waits: &BTreeMap<ResourceId, ThirdNext>) -> Vec<Need> {
    let asked = of.asked_behind();
    let open = of.cells.iter().filter(|it| it.day >= of.today && !it.is_closed());
    let still: HashSet<(ResourceId, Weekday)> = open.map(|it| (it.provider, it.day.weekday())).collect();
    let is_soon = |it: ResourceId| waits.get(&it).and_then(|it| it.days).is_some_and(|it| it <= SOON_DAYS);
    let is_asked = |it: &(ResourceId, Weekday)| is_soon(it.0) && still.contains(it);
    let mut all: BTreeMap<(LocationId, ResourceId, u32), (Weekday, Weekdays)> = BTreeMap::new();
    for it in of.open.iter().filter(|it| asked.days.contains(&it.day)) {
        let weekday = it.day.weekday();
        if is_asked(&(it.provider, weekday)) {
            let key = (it.location, it.provider, weekday.num_days_from_monday());
            let (_, so_far) = all.entry(key).or_insert_with(|| (weekday, Weekdays::default()));
            so_far.days += 1;
            so_far.worked = so_far.worked.plus(Worked::of_all(&asked, std::slice::from_ref(it), columns));
        }
    }
    let idle = |((location, provider, _), (weekday, of_weekday)): (_, (Weekday, Weekdays))| {
        let share = of_weekday.worked.figure(Metric::Utilisation);
        let Figure::Share { part, whole } = share else { return None };
        let is_idle = of_weekday.days >= LEAST_DAYS && part * 100 < whole * IDLE_PERCENT;
        is_idle.then(|| Need {
            provider: Some(provider),
            weekday: Some(weekday),
            minutes: (whole - part).cast_signed() / i64::from(of_weekday.days),
            share: Some(share),
            ..Need::of(NeedKind::IdleSession, location)
        })
    };
    all.into_iter().filter_map(idle).collect()
}
