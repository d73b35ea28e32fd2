//! How near a visit may come to one that it does not overlap: the changeover of rooms and devices, and the way of a
//! person who works at several locations.
//!
//! - Between two visits on a room or device lie the minutes that it needs to be readied: none before the first and after
//!   the last, and it does not matter whether it is open then. They are counted from the end of one visit to the
//!   beginning of the next, without buffers: a buffer keeps the room empty as well, so that the gap is the longer of the
//!   two and not their sum. Who joins a group comes with it. What several visits share at a time is not readied
//!   between them: nobody books one of its places.
//! - An overbook sits on top of another visit on purpose: it needs no changeover and keeps none. So the time of a
//!   changeover can be overbooked, as the time of a visit can.
//! - A person is in one place at a time. Whatever takes them up at another location, in any lane, keeps them from here,
//!   and so does the way on both sides of it. It is counted from allocations: a buffer is work. No reason and no
//!   overbook makes a way shorter.

use super::{
    book::{Book, Busy},
    intervals::{merge, overlaps_any},
    visit::{Part, Visit},
};
use crate::{
    appointment::Allocation,
    id::{LocationId, ResourceId},
    refusal::Refusal,
    resource::Resource,
    setup::Setup,
    time::{Instant, Period},
};

/// What keeps visits at a distance from each other on one resource.
pub(super) struct Spacing<'a> {
    resource: &'a Resource,
    elsewhere: Vec<Elsewhere>,
}

/// The person at another location.
struct Elsewhere {
    resource: ResourceId,
    location: LocationId,
    travel_minutes: u16,
}

/// The stretches that a visit keeps out of beside those that are taken: sorted and disjoint.
#[derive(Clone, Debug, Default)]
pub(super) struct Distances {
    /// Of visits without their buffers.
    pub(super) changeover: Vec<Period>,
    /// Of all that a visit takes up.
    pub(super) elsewhere: Vec<(LocationId, Vec<Period>)>,
}

impl<'a> Spacing<'a> {
    /// `None` for what has neither a changeover nor another location, as most have.
    pub(super) fn of(setup: &Setup, resource: &'a Resource) -> Option<Spacing<'a>> {
        let others = setup.same_person(resource).map(|it| Elsewhere {
            resource: it.id,
            location: it.location,
            travel_minutes: setup.travel_minutes(resource.location, it.location),
        });
        let elsewhere: Vec<Elsewhere> = others.collect();
        let is_any = resource.changeover_minutes > 0 || !elsewhere.is_empty();
        is_any.then_some(Spacing { resource, elsewhere })
    }

    pub(super) fn distances(&self, book: &Book, within: Period, counts: impl Fn(&Busy) -> bool) -> Distances {
        let readied = self.readied(book, within, &counts).flat_map(|it| self.beside(it));
        let mut changeover: Vec<Period> = readied.collect();
        merge(&mut changeover);
        let elsewhere = self.elsewhere.iter().map(|it| {
            let taken = it.taken(book, within).filter(|busy| counts(busy));
            let mut taken: Vec<Period> = taken.map(|busy| it.with_the_way(busy)).collect();
            merge(&mut taken);
            (it.location, taken)
        });
        Distances { changeover, elsewhere: elsewhere.collect() }
    }

    /// The changeovers in the way of an allocation in the ordinary lane; what is taken itself is not among them.
    pub(super) fn changeovers(
        &self,
        book: &Book,
        during: Period,
        visit: Period,
        counts: impl Fn(&Busy) -> bool,
    ) -> Vec<Refusal> {
        let own = during.intersection(&visit).unwrap_or(during);
        let resource = self.resource.id;
        let near = self.readied(book, during, &counts);
        let near = near.filter(|it| !it.during.overlaps(&during) && self.around(it).overlaps(&own));
        near.filter_map(|it| Some(Refusal::Changeover { resource, during: self.kept_beside(it, during)? }))
            .collect()
    }

    /// Where the person is instead.
    pub(super) fn elsewhere(
        &self,
        book: &Book,
        wanted: Period,
        counts: impl Fn(&Busy) -> bool,
    ) -> Vec<Refusal> {
        let refusal = |it: &Elsewhere, busy: &Busy| Refusal::Elsewhere {
            resource: self.resource.id,
            location: it.location,
            during: busy.during,
            wanted,
            travel_minutes: it.travel_minutes,
        };
        let mut refusals = Vec::new();
        for it in &self.elsewhere {
            let near = it.taken(book, wanted).filter(|busy| counts(busy));
            refusals.extend(
                near.filter(|busy| it.with_the_way(busy).overlaps(&wanted)).map(|busy| refusal(it, busy)),
            );
        }
        refusals
    }

    /// The visits around which the resource is readied, as far as they are near enough.
    fn readied<'b>(
        &self,
        book: &'b Book,
        within: Period,
        counts: &impl Fn(&Busy) -> bool,
    ) -> impl Iterator<Item = &'b Busy> {
        let minutes = self.changeover_minutes();
        let near = if minutes == 0 { &[][..] } else { book.near(self.resource.id, widened(within, minutes)) };
        near.iter().filter(move |it| it.lane == 0 && counts(it))
    }

    fn around(&self, busy: &Busy) -> Period {
        widened(busy.own, self.changeover_minutes())
    }

    /// What several visits share is not readied between them.
    fn changeover_minutes(&self) -> u16 {
        if self.resource.places > 1 { 0 } else { self.resource.changeover_minutes }
    }

    /// What is kept before and after the visit, beside what it takes up: whether it can be shared is not decided here.
    fn beside(&self, busy: &Busy) -> impl Iterator<Item = Period> + use<> {
        let around = self.around(busy);
        let before = Period::new(around.start(), busy.during.start());
        before.into_iter().chain(Period::new(busy.during.end(), around.end()))
    }

    /// What is kept between the visit and an allocation before or after it.
    fn kept_beside(&self, busy: &Busy, during: Period) -> Option<Period> {
        let around = self.around(busy);
        if busy.during.end() <= during.start() {
            Period::new(busy.during.end(), around.end())
        } else {
            Period::new(around.start(), busy.during.start())
        }
    }
}

impl Elsewhere {
    fn taken<'b>(&self, book: &'b Book, within: Period) -> impl Iterator<Item = &'b Busy> {
        book.near(self.resource, widened(within, self.travel_minutes)).iter()
    }

    fn with_the_way(&self, busy: &Busy) -> Period {
        widened(busy.during, self.travel_minutes)
    }
}

impl Distances {
    /// Whether a visit at `start` would come too near with these parts of it.
    pub(super) fn bar(&self, visit: &Visit<'_>, parts: &[Part], start: Instant) -> bool {
        parts.iter().any(|part| self.are_in(part.at(start), part.own(visit, start)))
    }

    /// For whoever has no buffers.
    pub(super) fn all(self) -> Vec<Period> {
        let elsewhere = self.elsewhere.into_iter().flat_map(|it| it.1);
        let mut all: Vec<Period> = self.changeover.into_iter().chain(elsewhere).collect();
        merge(&mut all);
        all
    }

    fn are_in(&self, during: Period, own: Period) -> bool {
        overlaps_any(&self.changeover, &own) || self.elsewhere.iter().any(|it| overlaps_any(&it.1, &during))
    }
}

/// Whether an allocation of a visit comes too near to another visit.
pub(super) fn is_too_near(
    setup: &Setup,
    book: &Book,
    it: &Allocation,
    visit: Period,
    counts: impl Fn(&Busy) -> bool,
) -> bool {
    let spacing = setup.resource(it.resource).and_then(|it| Spacing::of(setup, it));
    spacing.is_some_and(|near| {
        let is_readied = it.lane == 0 && !near.changeovers(book, it.during, visit, &counts).is_empty();
        is_readied || !near.elsewhere(book, it.during, &counts).is_empty()
    })
}

/// All that an allocation of a visit keeps from others: its time with the changeover around it, and that of its person at
/// other locations.
pub(super) fn kept_from_others(setup: &Setup, it: &Allocation, visit: Period) -> Vec<(ResourceId, Period)> {
    let mut kept = vec![(it.resource, it.during)];
    let Some(resource) = setup.resource(it.resource) else { return kept };
    if it.lane == 0 && resource.changeover_minutes > 0 && resource.places <= 1 {
        let own = it.during.intersection(&visit).unwrap_or(it.during);
        kept.push((it.resource, widened(own, resource.changeover_minutes)));
    }
    kept.extend(setup.same_person(resource).map(|other| {
        let travel_minutes = setup.travel_minutes(resource.location, other.location);
        (other.id, widened(it.during, travel_minutes))
    }));
    kept
}

fn widened(period: Period, minutes: u16) -> Period {
    let minutes = i64::from(minutes);
    Period::new(period.start().plus_minutes(-minutes), period.end().plus_minutes(minutes)).unwrap_or(period)
}

/// What a visit or somebody's way keeps of a resource beside what is booked on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptApart {
    pub during: Period,
    /// Where the person is; absent while a room or device is readied.
    pub elsewhere: Option<LocationId>,
    /// Whether it is the time there; on the way else.
    pub is_there: bool,
}

/// What is kept free of a resource around the visits in a period, by start: the changeover after each of them, and the
/// person's time at other locations with the way there and back.
#[must_use]
pub fn kept_apart(setup: &Setup, book: &Book, resource: ResourceId, within: Period) -> Vec<KeptApart> {
    let near = setup.resource(resource).and_then(|it| Spacing::of(setup, it));
    let mut kept = near.map_or_else(Vec::new, |it| it.kept_apart(book, within));
    kept.retain(|it| it.during.overlaps(&within));
    kept.sort_by_key(|it| (it.during, it.is_there));
    kept
}

impl Spacing<'_> {
    fn kept_apart(&self, book: &Book, within: Period) -> Vec<KeptApart> {
        let mut kept = Vec::new();
        let after = |it: &Busy| Period::new(it.during.end(), self.around(it).end());
        let readied = self.readied(book, within, &|_| true).filter_map(after);
        let mut readied: Vec<Period> = readied.collect();
        merge(&mut readied);
        let mut free = Vec::new();
        super::intervals::subtract(&readied, book.of(self.resource.id), |it| Some(it.during), &mut free);
        kept.extend(free.into_iter().map(|during| KeptApart { during, elsewhere: None, is_there: false }));
        for it in &self.elsewhere {
            for busy in it.taken(book, within) {
                let way = it.with_the_way(busy);
                let sides = [
                    (Period::new(way.start(), busy.during.start()), false),
                    (Some(busy.during), true),
                    (Period::new(busy.during.end(), way.end()), false),
                ];
                let part = |(during, is_there): (Option<Period>, bool)| {
                    Some(KeptApart { during: during?, elsewhere: Some(it.location), is_there })
                };
                kept.extend(sides.into_iter().filter_map(part));
            }
        }
        kept
    }
}
