//! Which minutes an act sets free: what visits, holds, closures and hours kept from everybody before it, and keep no more.
//!
//! Invariant: whatever is free after an act and was not before lies in what it freed. Whether all of that is free is for
//! the book to say: something else may stand there too.

use super::{
    book::Book,
    intervals::{merge, subtract},
    nearness::kept_from_others,
    waitlist::Gap,
    working_time::free_time,
};
use crate::{
    appointment::Allocation,
    id::ResourceId,
    operation::Change,
    resource::{Resource, ResourceKind},
    schedule::{ExceptionScope, ScheduleException},
    setup::Setup,
    time::{Instant, Period, local_day},
};
use std::collections::{BTreeMap, BTreeSet};

/// Hours that are opened further ahead are nobody's gap yet.
const HOURS_AHEAD_MINUTES: i64 = 28 * 24 * 60;

/// The rules and the rows of an act, as they stood before it or stand after it.
pub struct Standing<'a> {
    pub setup: &'a Setup,
    pub rows: Vec<&'a Change>,
}

/// What of the time to come an act freed, soonest first. Of providers; of other resources where no provider is concerned.
#[must_use]
pub fn freed(before: &Standing<'_>, after: &Standing<'_>, now: Instant) -> Vec<Gap> {
    let mut freed = gone(before.taken(None), after.taken(Some(now)));
    for (resource, within) in hours_changed(before, after, now) {
        let open = |setup| free_time(setup, &Book::default(), resource, within);
        let (had, has) = (open(before.setup), open(after.setup));
        let opened = freed.entry(resource).or_default();
        subtract(&has, &had, |it| Some(*it), opened);
    }
    let to_come = |it: Period| Period::new(it.start().max(now), it.end());
    let mut gaps = Vec::new();
    for (resource, mut periods) in freed {
        merge(&mut periods);
        gaps.extend(periods.into_iter().filter_map(to_come).map(|during| Gap { resource, during }));
    }
    gaps.sort_by_key(|it| (it.during, it.resource));
    gaps
}

type Taken = BTreeMap<ResourceId, Vec<Period>>;

impl Standing<'_> {
    /// At a moment; before it, a hold stood that has run out since.
    fn taken(&self, now: Option<Instant>) -> Taken {
        let mut taken = Taken::new();
        for row in &self.rows {
            let (visit, allocations) = match row {
                Change::Appointment(it) if it.is_live() => (it.visit, &it.allocations),
                Change::Hold(it) if it.is_active && now.is_none_or(|now| it.stands(now)) => {
                    (it.slot.visit, &it.slot.allocations)
                }
                _ => continue,
            };
            for it in waited_for(self.setup, allocations) {
                for (resource, during) in kept_from_others(self.setup, it, visit) {
                    taken.entry(resource).or_default().push(during);
                }
            }
        }
        taken.values_mut().for_each(merge);
        taken
    }
}

/// Patients wait for providers; for a room or a machine only where a visit needs nobody.
fn waited_for<'a>(
    setup: &'a Setup,
    allocations: &'a [Allocation],
) -> impl Iterator<Item = &'a Allocation> + use<'a> {
    let has_provider = allocations.iter().any(|it| setup.is_provider(it.resource));
    allocations.iter().filter(move |it| !has_provider || setup.is_provider(it.resource))
}

fn gone(before: Taken, after: Taken) -> Taken {
    let nothing = Vec::new();
    let left = before.into_iter().map(|(resource, had)| {
        let mut left = Vec::new();
        subtract(&had, after.get(&resource).unwrap_or(&nothing), |it| Some(*it), &mut left);
        (resource, left)
    });
    left.collect()
}

/// Whose hours the act changed, and in what time.
fn hours_changed(
    before: &Standing<'_>,
    after: &Standing<'_>,
    now: Instant,
) -> BTreeSet<(ResourceId, Period)> {
    let ahead = Period::new(now, now.plus_minutes(HOURS_AHEAD_MINUTES));
    let mut changed = BTreeSet::new();
    for row in &after.rows {
        match row {
            Change::Template(it) => changed.extend(ahead.map(|ahead| (it.resource, ahead))),
            Change::Exception(it) => {
                let stood = before.setup.exceptions.iter().find(|row| row.id == it.id);
                for it in stood.into_iter().chain([it]) {
                    changed.extend(of_exception(after.setup, it, ahead));
                }
            }
            _ => {}
        }
    }
    changed
}

fn of_exception<'a>(
    setup: &'a Setup,
    it: &'a ScheduleException,
    ahead: Option<Period>,
) -> impl Iterator<Item = (ResourceId, Period)> + use<'a> {
    let is_concerned = |resource: &&Resource| match it.scope {
        ExceptionScope::Resource(id) => resource.id == id,
        ExceptionScope::Location(id) => {
            resource.location == id && resource.kind == ResourceKind::Provider && resource.is_active
        }
    };
    setup.resources.iter().filter(is_concerned).filter_map(move |resource| {
        let zone = setup.location(resource.location)?.zone;
        let days = Period::new(local_day(zone, it.first_day).start(), local_day(zone, it.last_day).end())?;
        Some((resource.id, days.intersection(&ahead?)?))
    })
}
