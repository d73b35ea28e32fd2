//! The line of a provider who runs late: one visit after the other in the told order, until gaps have taken up the delay.
//! Each lane has a line of its own: an overbook is seen beside the ordinary visit, not after it.

use super::BookedVisit;
use crate::{
    appointment::Allocation,
    id::{AppointmentTypeId, ResourceId},
    time::{Instant, Period},
};
use std::collections::HashMap;

pub(super) struct Line {
    resource: ResourceId,
    /// When nobody was seen yet.
    first: Instant,
    free_at: HashMap<u8, Instant>,
    /// The last who was seen, and how long they wait: who comes together waits together.
    last: HashMap<u8, (AppointmentTypeId, Instant, i64)>,
}

impl Line {
    pub(super) fn behind(resource: ResourceId, from: Instant, minutes: u16) -> Line {
        Line {
            resource,
            first: from.plus_minutes(minutes.into()),
            free_at: HashMap::new(),
            last: HashMap::new(),
        }
    }

    /// Seconds until the visit begins, counted from when it should have; `is_seen` when it keeps its place in the line.
    pub(super) fn wait(&mut self, visit: &BookedVisit, is_seen: bool) -> i64 {
        let Some((lane, during)) = part(self.resource, visit) else { return 0 };
        let (of_type, start) = (visit.appointment_type, during.start());
        let free_at = self.free_at.get(&lane).copied().unwrap_or(self.first);
        let wait = match self.last.get(&lane) {
            Some(&(last_type, last_start, wait)) if (last_type, last_start) == (of_type, start) => wait,
            _ => (free_at.0 - start.0).max(0),
        };
        if is_seen {
            self.free_at.insert(lane, during.end().plus_seconds(wait));
            self.last.insert(lane, (of_type, start, wait));
        }
        wait
    }

    /// The time that is gone, as far as anybody else is concerned.
    pub(super) fn lost(&self, from: Instant) -> Option<Period> {
        Period::new(from, self.first)
    }

    pub(super) fn resource(&self) -> ResourceId {
        self.resource
    }
}

/// In the order in which the resource sees them.
pub(super) fn in_order<'a>(
    resource: ResourceId,
    visits: impl Iterator<Item = &'a BookedVisit>,
) -> Vec<&'a BookedVisit> {
    let mut visits: Vec<_> = visits.collect();
    visits.sort_by_key(|it| (part(resource, it).map(|it| it.1.start()), it.id));
    visits
}

/// Everything that the visit takes up when it begins `seconds` late, without its buffers: they are what gives way.
pub(super) fn delayed(visit: &BookedVisit, seconds: i64) -> BookedVisit {
    let later = |it: Period| Period::new(it.start().plus_seconds(seconds), it.end().plus_seconds(seconds));
    let allocations = visit.allocations.iter().filter_map(|it| {
        let during = later(it.during.intersection(&visit.visit)?)?;
        Some(Allocation { during, ..*it })
    });
    BookedVisit {
        allocations: allocations.collect(),
        visit: later(visit.visit).unwrap_or(visit.visit),
        ..*visit
    }
}

/// From when to when, in which lane.
fn part(resource: ResourceId, visit: &BookedVisit) -> Option<(u8, Period)> {
    let own = || visit.allocations.iter().filter(|it| it.resource == resource);
    let bare = || own().filter_map(|it| it.during.intersection(&visit.visit));
    let during = Period::new(bare().map(|it| it.start()).min()?, bare().map(|it| it.end()).max()?)?;
    Some((own().map(|it| it.lane).max()?, during))
}
