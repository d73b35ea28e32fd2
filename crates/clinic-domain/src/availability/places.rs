//! How many may be on a resource at a moment.
//!
//! The rule, moment by moment: a resource takes as many visits as it has places, whatever their types and lengths; what
//! counts is the peak, not how many overlap. Beyond that, a visit of a type with several places (a group visit) joins
//! others of its type: everybody who is there in the ordinary lane is one of them and has begun together, and the type
//! has a place left. An overbook takes up a place as everybody does, and stops nobody from joining a group.
//!
//! Who joins a group goes where it is: each resource of the visit is one that somebody of the group has. Whether a visit
//! joins is told by its own provider, who is with nobody else then.

use super::book::{Busy, Occupant};
use crate::{
    appointment_type::AppointmentType,
    id::{AppointmentTypeId, ResourceId},
    refusal::{NoPlace, Refusal},
    resource::Resource,
    time::{Instant, Period},
};

/// More people than these are no visit.
pub const MOST_PLACES: u8 = 100;

/// How many one resource takes at a time, as a visit of one type sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Capacity {
    /// The resource's own.
    own: usize,
    /// The type whose visits may share it, and how many of them.
    group: Option<(AppointmentTypeId, usize)>,
}

impl Capacity {
    pub(super) fn of(resource: &Resource) -> Capacity {
        Capacity { own: usize::from(resource.places.max(1)), group: None }
    }

    /// With those of the type, where its visits come in groups.
    pub(super) fn shared_by(self, appointment_type: &AppointmentType) -> Capacity {
        let group = (appointment_type.id, usize::from(appointment_type.places));
        Capacity { group: Some(group).filter(|it| it.1 > 1), ..self }
    }

    /// Whoever is there is in the way.
    pub(super) fn are_one(&self) -> bool {
        self.own <= 1 && self.group.is_none()
    }

    /// Whether there is room for one more through all of `during`, beside those of `busy` who are there then.
    pub(super) fn fit<'b>(&self, during: Period, busy: impl Iterator<Item = &'b Busy>) -> bool {
        let mut busy = busy.filter(|it| it.during.overlaps(&during));
        if self.are_one() {
            return busy.next().is_none();
        }
        let there: Vec<Busy> = busy.copied().collect();
        moments(during, &there).all(|at| self.admit(during.start(), &present(&there, at)))
    }

    /// Why there is not: nothing where there is.
    pub(super) fn refusals<'b>(
        &self,
        resource: ResourceId,
        during: Period,
        busy: impl Iterator<Item = &'b Busy>,
    ) -> Vec<Refusal> {
        let there: Vec<Busy> = busy.filter(|it| it.during.overlaps(&during)).copied().collect();
        if self.are_one() {
            return there.iter().map(|it| it.refusal(resource)).collect();
        }
        let start = during.start();
        let mut crowds = moments(during, &there).map(|at| present(&there, at));
        let Some(crowd) = crowds.find(|it| !self.admit(start, it)) else { return Vec::new() };
        match self.crowded(resource, during, &crowd) {
            Some(NoPlace::Full { booked, places, .. }) if self.own > 1 => {
                let full = self.full(there.iter().filter_map(|it| it.during.intersection(&during)));
                let during = full.first().copied().unwrap_or(during);
                vec![Refusal::Places(NoPlace::Full { resource, during, booked, places })]
            }
            Some(it) => vec![Refusal::Places(it)],
            None => there.iter().map(|it| it.refusal(resource)).collect(),
        }
    }

    /// Why those who are there at a moment let nobody come; `None` where each of them is reason enough.
    fn crowded(&self, resource: ResourceId, during: Period, there: &[Busy]) -> Option<NoPlace> {
        let full = |during, booked: usize, places: usize| {
            let count = |it| u8::try_from(it).unwrap_or(u8::MAX);
            NoPlace::Full { resource, during, booked: count(booked), places: count(places) }
        };
        let of_group = |it: &&Busy| self.group.is_some_and(|group| group.0 == it.appointment_type);
        let mut ordinary = there.iter().filter(|it| it.lane == 0);
        let together = |it: &Busy| of_group(&it) && it.during.start() == during.start();
        let first = ordinary.clone().next().filter(|_| ordinary.clone().all(together));
        let other = ordinary.find(|it| of_group(it) && self.own <= 1);
        let refusal = match (first, other) {
            (Some(first), _) => {
                let booked = there.iter().filter(of_group).count();
                full(first.during, booked, self.group.map_or(1, |it| it.1).max(self.own))
            }
            (None, Some(other)) => NoPlace::OtherStart {
                resource,
                during: other.during,
                appointment_type: other.appointment_type,
            },
            (None, None) if self.own > 1 => full(during, there.len(), self.own),
            (None, None) => return None,
        };
        Some(refusal)
    }

    /// Whether one more who starts at `start` may come to those who are there.
    fn admit(&self, start: Instant, there: &[Busy]) -> bool {
        there.len() < self.own || self.join(start, there)
    }

    /// Whether they are a group that begins at `start` and has a place left.
    fn join(&self, start: Instant, there: &[Busy]) -> bool {
        self.group.is_some_and(|(of_type, places)| {
            let mut ordinary = there.iter().filter(|it| it.lane == 0).peekable();
            let together = |it: &Busy| it.appointment_type == of_type && it.during.start() == start;
            let group = there.iter().filter(|it| it.appointment_type == of_type);
            ordinary.peek().is_some() && ordinary.all(together) && group.count() < places
        })
    }

    /// Where a resource with several places is full: sorted and disjoint. `busy` is sorted by start.
    pub(super) fn full(&self, busy: impl Iterator<Item = Period>) -> Vec<Period> {
        let mut steps: Vec<(Instant, i32)> = busy.flat_map(|it| [(it.start(), 1), (it.end(), -1)]).collect();
        steps.sort_unstable();
        let (mut there, mut since, mut full) = (0, None, Vec::new());
        // Who leaves makes room for who comes at the same moment.
        for together in steps.chunk_by(|one, other| one.0 == other.0) {
            let at = together[0].0;
            there += together.iter().map(|it| it.1).sum::<i32>();
            match (usize::try_from(there).is_ok_and(|it| it >= self.own), since) {
                (true, None) => since = Some(at),
                (false, Some(from)) => {
                    since = None;
                    full.extend(Period::new(from, at));
                }
                _ => {}
            }
        }
        full
    }
}

/// The groups of one type that a resource has, as far as others may join them.
#[derive(Default)]
pub(super) struct Groups {
    /// When each begins, with the open time that it leaves to who begins then. Sorted.
    joinable: Vec<(Instant, Period)>,
    /// Who is in them, by when they begin.
    members: Vec<(Instant, Occupant)>,
}

impl Groups {
    /// Those among `busy`, which is sorted by start; none where the visits of the type come alone. `open` is sorted.
    pub(super) fn of<'b>(places: Capacity, open: &[Period], busy: impl Iterator<Item = &'b Busy>) -> Groups {
        let mut groups = Groups::default();
        let Some((of_type, _)) = places.group else { return groups };
        let busy: Vec<Busy> = busy.copied().collect();
        let ordinary = busy.iter().filter(|it| it.lane == 0 && it.appointment_type == of_type);
        groups.members = ordinary.clone().map(|it| (it.during.start(), it.by)).collect();
        let all: Vec<Period> = ordinary.map(|it| it.during).collect();
        for together in all.chunk_by(|one, other| one.start() == other.start()) {
            let start = together[0].start();
            let end = together.iter().map(|it| it.end()).max();
            let Some(during) = end.and_then(|end| Period::new(start, end)) else { continue };
            let there: Vec<Busy> = busy.iter().filter(|it| it.during.overlaps(&during)).copied().collect();
            let mut steps: Vec<Instant> = moments(during, &there).collect();
            steps.push(during.end());
            for step in steps.windows(2) {
                let left =
                    Period::new(step[0], step[1]).filter(|_| places.join(start, &present(&there, step[0])));
                groups.joinable.extend(
                    left.into_iter()
                        .flat_map(|it| open.iter().filter_map(move |open| open.intersection(&it)))
                        .map(|it| (start, it)),
                );
            }
        }
        groups.joinable.sort_unstable();
        groups
    }

    /// When they begin.
    pub(super) fn starts(&self) -> impl Iterator<Item = Instant> {
        self.joinable.chunk_by(|one, other| one.0 == other.0).map(|it| it[0].0)
    }

    /// Whether `during` lies in what is free beside them and what they leave to who begins with them.
    pub(super) fn admit(&self, during: Period, free: &[Period]) -> bool {
        let left = self.joinable.iter().filter(|it| it.0 == during.start()).map(|it| it.1);
        let mut parts: Vec<Period> =
            left.chain(free.iter().copied()).filter(|it| it.overlaps(&during)).collect();
        parts.sort_unstable();
        let mut until = during.start();
        for it in parts {
            if it.start() > until {
                return false;
            }
            until = until.max(it.end());
        }
        until >= during.end()
    }

    /// Who begins with something that starts then.
    pub(super) fn members(&self, start: Instant) -> impl Iterator<Item = Occupant> {
        self.members.iter().filter(move |it| it.0 == start).map(|it| it.1)
    }
}

/// The moments of a period at which somebody comes or goes.
fn moments(during: Period, there: &[Busy]) -> impl Iterator<Item = Instant> + use<> {
    let mut all: Vec<Instant> = there.iter().flat_map(|it| [it.during.start(), it.during.end()]).collect();
    all.retain(|it| during.start() < *it && *it < during.end());
    all.push(during.start());
    all.sort_unstable();
    all.dedup();
    all.into_iter()
}

fn present(there: &[Busy], at: Instant) -> Vec<Busy> {
    there.iter().filter(|it| it.during.start() <= at && at < it.during.end()).copied().collect()
}
