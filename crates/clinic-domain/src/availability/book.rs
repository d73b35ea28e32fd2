//! The book: what is taken up, resource by resource.
//!
//! Invariants: each resource's allocations are sorted by start; `longest_seconds` bounds how far back an
//! allocation that reaches into a period may have started.

use crate::{
    appointment::Allocation,
    hold::Held,
    id::{AppointmentId, AppointmentTypeId, HoldId, ResourceId},
    refusal::Refusal,
    time::{Instant, Period},
};
use std::collections::HashMap;

/// One live allocation, or what a hold keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy {
    /// Buffers included.
    pub during: Period,
    /// The part of it that lies in the visit itself, without buffers.
    pub own: Period,
    pub lane: u8,
    /// Of the visit, or of the one that the time is held for.
    pub appointment_type: AppointmentTypeId,
    pub by: Occupant,
}

/// Whose the time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Occupant {
    Visit(AppointmentId),
    /// Nobody's yet.
    Hold(Held),
}

impl Busy {
    /// What a visit of the type takes up by one of its allocations.
    #[must_use]
    pub fn of_visit(
        id: AppointmentId,
        appointment_type: AppointmentTypeId,
        visit: Period,
        it: &Allocation,
    ) -> Busy {
        Busy::of(Occupant::Visit(id), appointment_type, visit, it)
    }

    /// The same of whoever has the time.
    #[must_use]
    pub fn of(by: Occupant, appointment_type: AppointmentTypeId, visit: Period, it: &Allocation) -> Busy {
        let Allocation { during, lane, .. } = *it;
        Busy { during, own: during.intersection(&visit).unwrap_or(during), lane, appointment_type, by }
    }

    #[must_use]
    pub fn is_of_visit(&self, id: AppointmentId) -> bool {
        self.by == Occupant::Visit(id)
    }

    #[must_use]
    pub fn is_of_hold(&self, id: HoldId) -> bool {
        matches!(self.by, Occupant::Hold(it) if it.hold == id)
    }

    #[must_use]
    pub fn appointment(&self) -> Option<AppointmentId> {
        match self.by {
            Occupant::Visit(id) => Some(id),
            Occupant::Hold(_) => None,
        }
    }

    /// Whether it is in the way of whoever moves the visit `ignoring`.
    pub(super) fn counts(&self, ignoring: Option<AppointmentId>) -> bool {
        ignoring.is_none_or(|id| !self.is_of_visit(id))
    }

    /// That the resource cannot be had because of it.
    #[must_use]
    pub const fn refusal(&self, resource: ResourceId) -> Refusal {
        match self.by {
            Occupant::Visit(by) => Refusal::Taken { resource, during: self.during, by },
            Occupant::Hold(held) => Refusal::Held { resource, during: self.during, held },
        }
    }
}

/// The live allocations of an organization's resources, and what unexpired holds keep. Visits that are cancelled, over or not begun as a
/// booking are not in it, nor are holds that are over: whoever fills it asks
/// [`crate::appointment::Appointment::is_live`] and [`crate::hold::Hold::stands`].
#[derive(Clone, Debug, Default)]
pub struct Book {
    columns: HashMap<ResourceId, Column>,
    resources: HashMap<AppointmentId, Vec<ResourceId>>,
}

#[derive(Clone, Debug, Default)]
struct Column {
    busy: Vec<Busy>,
    longest_seconds: i64,
}

impl Book {
    pub fn insert(&mut self, resource: ResourceId, busy: Busy) {
        let column = self.columns.entry(resource).or_default();
        column.longest_seconds = column.longest_seconds.max(busy.during.seconds());
        let place = column.busy.partition_point(|it| order(it) <= order(&busy));
        column.busy.insert(place, busy);
        self.note(resource, &busy);
    }

    /// Takes out everything that the appointment takes up.
    pub fn remove(&mut self, appointment: AppointmentId) {
        for resource in self.resources.remove(&appointment).unwrap_or_default() {
            if let Some(column) = self.columns.get_mut(&resource) {
                column.busy.retain(|it| !it.is_of_visit(appointment));
            }
        }
    }

    /// Everything that takes up the resource, sorted by start.
    #[must_use]
    pub fn of(&self, resource: ResourceId) -> &[Busy] {
        self.columns.get(&resource).map_or(&[], |it| &it.busy)
    }

    /// What the appointment takes up, in no order.
    #[must_use]
    pub fn resources_of(&self, appointment: AppointmentId) -> &[ResourceId] {
        self.resources.get(&appointment).map_or(&[], Vec::as_slice)
    }

    /// What takes up the resource at any time in `period`, sorted by start.
    pub fn overlapping(&self, resource: ResourceId, period: Period) -> impl Iterator<Item = &Busy> {
        self.near(resource, period).iter().filter(move |it| it.during.overlaps(&period))
    }

    /// The part of the column that holds everything overlapping `period`, and perhaps a little more.
    pub(super) fn near(&self, resource: ResourceId, period: Period) -> &[Busy] {
        let Some(column) = self.columns.get(&resource) else {
            return &[];
        };
        let earliest = Instant(period.start().0.saturating_sub(column.longest_seconds));
        let first = column.busy.partition_point(|it| it.during.start() < earliest);
        let end = first + column.busy[first..].partition_point(|it| it.during.start() < period.end());
        &column.busy[first..end]
    }

    fn note(&mut self, resource: ResourceId, busy: &Busy) {
        let Some(appointment) = busy.appointment() else {
            return;
        };
        let resources = self.resources.entry(appointment).or_default();
        if !resources.contains(&resource) {
            resources.push(resource);
        }
    }
}

impl FromIterator<(ResourceId, Busy)> for Book {
    fn from_iter<I: IntoIterator<Item = (ResourceId, Busy)>>(allocations: I) -> Self {
        let mut book = Book::default();
        for (resource, busy) in allocations {
            book.columns.entry(resource).or_default().busy.push(busy);
            book.note(resource, &busy);
        }
        for column in book.columns.values_mut() {
            column.busy.sort_unstable_by_key(order);
            column.longest_seconds = column.busy.iter().map(|it| it.during.seconds()).max().unwrap_or(0);
        }
        book
    }
}

fn order(busy: &Busy) -> (Period, u8, Occupant) {
    (busy.during, busy.lane, busy.by)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn busy(appointment: u8, start: i64, end: i64) -> Busy {
        let during = Period::new(Instant(start), Instant(end)).unwrap();
        let by = Occupant::Visit(AppointmentId::from_bytes([appointment; 16]));
        Busy { during, own: during, lane: 0, appointment_type: AppointmentTypeId::from_bytes([0; 16]), by }
    }

    #[test]
    fn one_by_one_and_all_at_once_give_the_same_column() {
        let room = ResourceId::from_bytes([1; 16]);
        let all = [busy(1, 50, 60), busy(2, 0, 45), busy(3, 10, 20)];
        let mut one_by_one = Book::default();
        all.iter().for_each(|it| one_by_one.insert(room, *it));
        let at_once: Book = all.iter().map(|it| (room, *it)).collect();
        assert_eq!(one_by_one.of(room), at_once.of(room));
        let period = Period::new(Instant(30), Instant(40)).unwrap();
        assert_eq!(at_once.overlapping(room, period).collect::<Vec<_>>(), [&all[1]]);
    }

    #[test]
    fn a_removed_visit_leaves_every_resource() {
        let (room, chair) = (ResourceId::from_bytes([1; 16]), ResourceId::from_bytes([2; 16]));
        let mut book: Book =
            [(room, busy(1, 0, 9)), (chair, busy(1, 0, 9)), (chair, busy(2, 9, 10))].into_iter().collect();
        book.remove(AppointmentId::from_bytes([1; 16]));
        assert_eq!((book.of(room), book.of(chair)), (&[][..], &[busy(2, 9, 10)][..]));
    }
}
