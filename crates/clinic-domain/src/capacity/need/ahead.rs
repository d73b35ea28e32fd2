//! What today and the days ahead ask for. A day that is over for a provider asks for nothing any more.

use super::{Need, NeedKind, Situation};
use crate::{
    capacity::{
        Cell, Figure, Metric, OpenDay, OwnProviders, ThirdNext, Why,
        columns::{Columns, Taken, covered_seconds},
        says::{Says, says},
    },
    id::{LocationId, ResourceId},
    time::Period,
};
use chrono::{NaiveDate, TimeDelta};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Longer than this is a long wait: Cincinnati Children's aims at ten calendar days for the third next time.
const ACCEPTABLE_DAYS: i64 = 10;

/// Whose time is taken to so many of 100 has none to give, so that more of it is what helps. Above 85 is overload says
/// one vendor, and nobody has shown it; who waits although there is time has another trouble, such as rules.
const FULL_PERCENT: i64 = 85;

/// Whoever waits can be called and can come within two working days; what is free later may still be booked by itself.
const GAP_DAYS: usize = 2;

/// A Friday sees Monday. What is held further ahead may still be wanted for what it is held for.
const HELD_DAYS: i64 = 3;

/// A provider's day that is not over.
#[derive(Clone, Copy)]
struct Left<'a> {
    cell: &'a Cell,
    open: &'a OpenDay,
}

pub(super) fn found(
    of: &Situation<'_>,
    columns: &Columns,
    waits: &BTreeMap<ResourceId, ThirdNext>,
) -> Vec<Need> {
    let left = left(of);
    let mut all = orphans(of);
    all.extend(left.iter().filter_map(|it| overbooked(of, columns, it)));
    all.extend(left.iter().filter_map(|it| held(of, it.cell)));
    all.extend(of.waiting.iter().filter_map(|(location, count)| gaps(of, &left, *location, *count)));
    all.extend(waits.values().filter_map(|it| long_wait(of, it)));
    all
}

fn left<'a>(of: &Situation<'a>) -> Vec<Left<'a>> {
    let is_left = |it: &&OpenDay| it.day >= of.today && it.open.iter().any(|open| open.end() > of.now);
    let open: HashMap<(ResourceId, NaiveDate), &OpenDay> =
        of.open.iter().filter(is_left).map(|it| ((it.provider, it.day), it)).collect();
    let of_cell = |cell: &'a Cell| open.get(&(cell.provider, cell.day)).map(|open| Left { cell, open });
    of.cells.iter().filter_map(of_cell).collect()
}

fn orphans(of: &Situation<'_>) -> Vec<Need> {
    let (asked, nobody) = (of.asked_behind(), OwnProviders::default());
    let evidence = of.evidence(&nobody);
    let mut counts: BTreeMap<LocationId, u32> = BTreeMap::new();
    for it in of.visits {
        if says(Metric::Orphaned, it, &asked, &evidence) == Says::Part {
            *counts.entry(it.location).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .map(|(location, count)| Need { count, ..Need::of(NeedKind::Orphans, location) })
        .collect()
}

/// What lies on top of others from now on, and would not fit into what is free.
fn overbooked(of: &Situation<'_>, columns: &Columns, it: &Left<'_>) -> Option<Need> {
    let from_now = it.open.open.iter().filter_map(|open| Period::new(open.start().max(of.now), open.end()));
    let on_top: i64 = from_now.map(|left| on_top_seconds(columns, it.cell.provider, left)).sum();
    let minutes = on_top / 60 - it.cell.free_minutes;
    (minutes > 0).then(|| Need { count: it.cell.visits, minutes, ..of_day(NeedKind::OverbookedDay, it.cell) })
}

/// The time of overbooks but what they have for themselves: whose neighbour was called off is on top of nobody.
fn on_top_seconds(columns: &Columns, provider: ResourceId, during: Period) -> i64 {
    let near = columns.near(provider, during);
    let covered =
        |those: &dyn Fn(&&Taken) -> bool| covered_seconds(during, near.iter().filter(those).map(Taken::own));
    let overbooks = near.iter().filter(|it| it.is_overbook());
    let all: i64 = overbooks.filter_map(|it| it.own().intersection(&during)).map(|it| it.seconds()).sum();
    let alone = covered(&|_| true) - covered(&|it| !it.is_overbook());
    all - alone
}

fn held(of: &Situation<'_>, it: &Cell) -> Option<Need> {
    let is_soon = it.day <= of.today + TimeDelta::days(HELD_DAYS);
    let is_full = it.free_minutes < of.slot();
    (is_soon && is_full && it.held_minutes >= of.slot())
        .then(|| Need { minutes: it.held_minutes, ..of_day(NeedKind::HeldOnFullDay, it) })
}

/// The first of the days that somebody who waits can come on. A provider who has less than a slot left has nothing for them.
fn gaps(of: &Situation<'_>, left: &[Left<'_>], location: LocationId, count: u32) -> Option<Need> {
    let here = || left.iter().map(|it| it.cell).filter(|it| it.location == location);
    let days: BTreeSet<NaiveDate> = here().map(|it| it.day).collect();
    let free = |day: NaiveDate| -> i64 {
        let of_day = here().filter(|it| it.day == day).map(|it| it.free_minutes);
        of_day.filter(|it| *it >= of.slot()).sum()
    };
    let mut those = days.into_iter().take(GAP_DAYS).map(|day| (day, free(day)));
    let (day, minutes) = those.find(|it| it.1 > 0).filter(|_| count > 0)?;
    Some(Need { day: Some(day), count, minutes, ..Need::of(NeedKind::GapsAndWaiting, location) })
}

/// What of today is over and was not used is no time that anybody could have.
fn long_wait(of: &Situation<'_>, third: &ThirdNext) -> Option<Need> {
    let cells = || of.cells.iter().filter(|it| it.provider == third.provider && it.day >= of.today);
    let taken: i64 = cells().map(|it| it.booked_minutes + it.held_minutes).sum();
    let free: i64 = cells().map(|it| it.free_minutes).sum();
    let is_full = taken > 0 && taken * 100 >= (taken + free) * FULL_PERCENT;
    let is_long = third.days.is_none_or(|it| it > ACCEPTABLE_DAYS);
    (is_long && is_full).then(|| Need {
        provider: Some(third.provider),
        appointment_type: Some(third.appointment_type),
        days: third.days,
        minutes: free,
        count: cells().map(|it| it.visits).sum(),
        share: Some(Figure::share(taken.unsigned_abs(), (taken + free).unsigned_abs(), Why::NoHours)),
        ..Need::of(NeedKind::LongWait, third.location)
    })
}

fn of_day(kind: NeedKind, it: &Cell) -> Need {
    Need { provider: Some(it.provider), day: Some(it.day), ..Need::of(kind, it.location) }
}
