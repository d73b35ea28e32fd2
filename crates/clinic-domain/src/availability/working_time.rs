//! What the board draws behind the visits: when a resource works, what closes it, and what is still free.

use super::{
    book::Book,
    calendar::Days,
    intervals::subtract,
    nearness::Spacing,
    rules::{Rules, Sweep},
};
use crate::{
    id::{AppointmentTypeId, ExceptionId, ResourceId},
    schedule::ExceptionKind,
    setup::Setup,
    time::{Instant, Period, day_of},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayPart {
    pub during: Period,
    pub kind: DayPartKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayPartKind {
    /// A session, or what closures leave of it. Open parts overlap where sessions do.
    Open {
        /// Empty: all.
        types: Vec<AppointmentTypeId>,
        overbook_lanes: u8,
    },
    Closed {
        exception: ExceptionId,
        kind: ExceptionKind,
        reason: String,
    },
}

/// Sessions and closures of a resource within a period as they stand now, by start; no open part overlaps a closed one.
/// A resource that the setup does not have has none.
#[must_use]
pub fn working_time(setup: &Setup, resource: ResourceId, within: Period, now: Instant) -> Vec<DayPart> {
    let mut parts = Vec::new();
    if let Some((rules, days)) = rules_within(setup, resource, within) {
        let zone = setup.location(rules.resource.location).map(|it| it.zone);
        let rules = match zone {
            Some(zone) => rules.seen_from(now.local_date(zone)),
            None => rules,
        };
        let mut closed = Vec::new();
        rules.each_closure(&days, |it, during| {
            if let Some(during) = during.intersection(&within) {
                closed.push(during);
                let kind = DayPartKind::Closed { exception: it.id, kind: it.kind, reason: it.reason.clone() };
                parts.push(DayPart { during, kind });
            }
        });
        closed.sort_unstable();
        let mut open = |during: Period, types: &[_], overbook_lanes| {
            let mut left = Vec::new();
            subtract(during.intersection(&within).as_slice(), &closed, |it| Some(*it), &mut left);
            let kind = DayPartKind::Open { types: types.to_vec(), overbook_lanes };
            parts.extend(left.into_iter().map(|during| DayPart { during, kind: kind.clone() }));
        };
        rules.each_session(&days, |it| open(it.during, it.types, it.overbook_lanes));
        if !rules.keeps_hours() {
            open(within, &[], 0);
        }
    }
    parts.sort_by_key(|it| it.during);
    parts
}

/// What is left of a resource's working time, for any type: sorted, within the period.
#[must_use]
pub fn free_time(setup: &Setup, book: &Book, resource: ResourceId, within: Period) -> Vec<Period> {
    let mut free = Vec::new();
    if let Some((rules, days)) = rules_within(setup, resource, within) {
        Sweep::default().free(&rules, book, &days, None, None, &mut free);
        if let Some(near) = Spacing::of(setup, rules.resource) {
            let kept = near.distances(book, within, |_| true).all();
            let open = std::mem::take(&mut free);
            subtract(&open, &kept, |it| Some(*it), &mut free);
        }
    }
    free.iter().filter_map(|it| it.intersection(&within)).collect()
}

pub(super) fn rules_within(setup: &Setup, resource: ResourceId, within: Period) -> Option<(Rules<'_>, Days)> {
    let resource = setup.resource(resource)?;
    let location = setup.location(resource.location)?;
    let days = Days::of(location.zone, within, setup.organization.settings.grid_minutes);
    let dates = day_of(location.zone, within.start())..=day_of(location.zone, within.end());
    Some((Rules::of(setup, &[resource], &dates).pop()?, days))
}
