//! The booking check: whether what a handle stands for can still be booked, exactly.
//!
//! The desk asks it inside the booking's transaction, the centre asks it again. It computes everything anew and
//! believes nothing that the content says about itself: another rule version alone refuses nothing, and the same
//! one proves nothing.

use super::{
    asking::Asking,
    book::{Book, Busy, Occupant},
    nearness::Spacing,
    places::Capacity,
    reserve::Reserved,
    rules::Rules,
    visit::Visit,
    why_not::{beyond, closed_to, days_to_name, overbook_limit},
    working_time::rules_within,
};
use crate::{
    appointment::{Allocation, Appointment},
    id::{AppointmentId, ExceptionId, ResourceId},
    operation::SlotContent,
    organization::Travel,
    refusal::{NoPlace, Refusal},
    resource::{MOST_CHANGEOVER_MINUTES, Resource},
    schedule::ScheduleTemplate,
    setup::Setup,
    time::{Instant, Period},
};

/// Whether the slot can be booked now. Permission and reason of an overbook, and of a buffer that the slot says it goes
/// without, are the caller's to check.
///
/// # Errors
/// Every reason why not. [`Refusal::Changed`] when the type, the resources or their needs are no longer what the
/// slot was made from.
pub fn check(
    setup: &Setup,
    book: &Book,
    slot: &SlotContent,
    asking: &Asking<'_>,
) -> Result<(), Vec<Refusal>> {
    let visit =
        Visit::waiving(slot.waives, setup, slot.location, slot.appointment_type).map_err(|it| vec![it])?;
    let resources = resources_by_role(setup, &visit, slot).ok_or_else(|| vec![Refusal::Changed])?;
    let start = slot.visit.start();
    let today = asking.now.local_date(visit.location.zone);
    let rules = Rules::of(setup, &resources, &days_to_name(&visit, slot.visit));
    let rules: Vec<Rules<'_>> = rules.into_iter().map(|it| it.seen_from(today)).collect();
    let days = visit.days_around(start);
    let mut refusals = visit.refusals_at(start, &days, asking);
    let in_the_way = |it: &&Busy| it.counts(asking.ignoring) && !is_kept(slot, it);
    let joined = joined(&visit, book, slot, &resources, in_the_way);
    for (role, its_rules) in rules.iter().enumerate() {
        let closed = closed_to(&visit, &days, start, role, its_rules);
        // What keeps everybody out is said once.
        refusals.extend(closed.into_iter().filter(|it| !refusals.contains(it)).collect::<Vec<_>>());
        let limit = overbook_limit(&visit, &days, start, role, its_rules, &rules[visit.anchor()]);
        let parts = &visit.roles[role].parts;
        if role == visit.anchor() && parts.iter().any(|it| slot.allocations[it.need].lane == 0) {
            let reserved = Reserved::of(its_rules, book, &days, asking.ignoring);
            let taken_of = reserved.iter().filter(|it| it.is_taken_by(parts, start));
            refusals.extend(taken_of.map(|it| it.refusal(its_rules.resource.id)));
        }
        let resource = its_rules.resource;
        let places = Capacity::of(resource);
        let places = match joined.is_empty() && role != visit.anchor() {
            true => places,
            false => places.shared_by(visit.appointment_type),
        };
        for part in parts {
            let allocation = &slot.allocations[part.need];
            refusals.extend(taken(book, allocation, places, limit, in_the_way));
            refusals.extend(too_near(setup, book, slot, allocation, |it| in_the_way(&it)));
        }
        if !joined.is_empty() && !is_with(&joined, book, parts.iter().map(|it| &slot.allocations[it.need])) {
            let during = slot.allocations[parts[0].need].during;
            refusals.push(Refusal::Places(NoPlace::Apart { resource: resource.id, during }));
        }
    }
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
}

/// Whose bookings [`check`] looks at and names, and when: what takes up the slot's resources and their persons around it,
/// and in the sessions that keep a share back.
#[must_use]
pub fn looked_at(setup: &Setup, slot: &SlotContent) -> (Vec<ResourceId>, Period) {
    let start = slot.allocations.iter().map(|it| it.during.start()).min().unwrap_or(slot.visit.start());
    let end = slot.allocations.iter().map(|it| it.during.end()).max().unwrap_or(slot.visit.end());
    let keeps_back =
        |it: &ScheduleTemplate| it.is_active && it.sessions.iter().any(|it| it.reserve.is_some());
    let is_of = |it: &ScheduleTemplate| slot.allocations.iter().any(|of| of.resource == it.resource);
    // No session is longer than its day, and no changeover and no way longer than four hours.
    let around =
        if setup.templates.iter().any(|it| is_of(it) && keeps_back(it)) { 25 * 60 } else { FARTHEST };
    let when = Period::new(start.plus_minutes(-around), end.plus_minutes(around)).unwrap_or(slot.visit);
    (setup.with_same_persons(slot.allocations.iter().map(|it| it.resource).collect()), when)
}

const FARTHEST: i64 = {
    let (changeover, way) = (MOST_CHANGEOVER_MINUTES, Travel::MOST_MINUTES);
    (if changeover > way { changeover } else { way }) as i64
};

/// Whether a visit can go back to where it stood until `since`. It stood there under the rules of its time, so that
/// only what came after is in the way: another visit in its lane, a closure, its patient elsewhere.
///
/// # Errors
/// Every reason why not.
pub fn check_return(
    setup: &Setup,
    book: &Book,
    stood: &Appointment,
    patient_busy: &[(AppointmentId, Period)],
    since: Instant,
) -> Result<(), Vec<Refusal>> {
    let is_other = |id: AppointmentId| id != stood.id;
    let elsewhere = patient_busy.iter().filter(|it| is_other(it.0) && it.1.overlaps(&stood.visit));
    let mut refusals: Vec<Refusal> =
        elsewhere.map(|&(appointment, during)| Refusal::PatientBusy { appointment, during }).collect();
    for it in &stood.allocations {
        refusals.extend(closed_since(setup, it.resource, it.during, since));
        refusals.extend(place_lost(setup, book, stood, it));
    }
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
}

/// What keeps a visit from standing again where it stood: who has taken its place in its lane, and where its person is
/// at that very time by now.
#[must_use]
pub fn place_lost(setup: &Setup, book: &Book, stood: &Appointment, at: &Allocation) -> Vec<Refusal> {
    let mut refusals = taken_in_lane(setup, book, stood, at);
    refusals.extend(gone_elsewhere(setup, book, stood, at));
    refusals
}

fn taken_in_lane(setup: &Setup, book: &Book, stood: &Appointment, at: &Allocation) -> Vec<Refusal> {
    let Allocation { resource, during, lane } = *at;
    let others = book.overlapping(resource, during);
    let in_lane = others.filter(|busy| busy.counts(Some(stood.id)) && busy.lane == lane);
    match (setup.resource(resource), setup.appointment_type(stood.appointment_type)) {
        (Some(known), Some(of_type)) if lane == 0 => {
            Capacity::of(known).shared_by(of_type).refusals(resource, during, in_lane)
        }
        _ => in_lane.map(|busy| busy.refusal(resource)).collect(),
    }
}

fn gone_elsewhere(setup: &Setup, book: &Book, stood: &Appointment, it: &Allocation) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    for other in setup.resource(it.resource).into_iter().flat_map(|of| setup.same_person(of)) {
        let busy = book.overlapping(other.id, it.during).filter(|busy| busy.counts(Some(stood.id)));
        refusals.extend(busy.map(|busy| Refusal::Elsewhere {
            resource: it.resource,
            location: other.location,
            during: busy.during,
            wanted: it.during,
            travel_minutes: setup.travel_minutes(stood.location, other.location),
        }));
    }
    refusals
}

/// What was closed at `since` or later and covers any of the period.
fn closed_since(setup: &Setup, resource: ResourceId, during: Period, since: Instant) -> Vec<Refusal> {
    let mut refusals = Vec::new();
    if let Some((rules, days)) = rules_within(setup, resource, during) {
        rules.each_closure(&days, |it, closed| {
            if closed.overlaps(&during) && made_at(it.id).is_some_and(|at| at >= since) {
                refusals.push(Refusal::Closed { resource, during: closed, reason: it.reason.clone() });
            }
        });
    }
    refusals
}

/// When a desk made the exception, as its id tells.
fn made_at(id: ExceptionId) -> Option<Instant> {
    let (seconds, _) = id.0.get_timestamp()?.to_unix();
    i64::try_from(seconds).ok().map(Instant)
}

/// The resource that the slot has for each role; `None` where the slot is not one that the visit could have.
fn resources_by_role<'a>(
    setup: &'a Setup,
    visit: &Visit<'_>,
    slot: &SlotContent,
) -> Option<Vec<&'a Resource>> {
    let start = slot.visit.start();
    let is_whole =
        slot.visit == visit.at(start) && slot.allocations.len() == visit.appointment_type.needs.len();
    let mut resources: Vec<&Resource> = Vec::new();
    for role in visit.roles.iter().filter(|_| is_whole) {
        let resource = setup.resource(slot.allocations[role.parts[0].need].resource)?;
        let fits = role.parts.iter().all(|part| {
            let it = &slot.allocations[part.need];
            it.resource == resource.id && it.during == part.at(start)
        });
        let is_another = resources.iter().all(|it| it.id != resource.id);
        let may = resource.is_active && resource.location == slot.location && role.admits(resource);
        resources.extend(Some(resource).filter(|_| fits && is_another && may));
    }
    (resources.len() == visit.roles.len()).then_some(resources)
}

/// The visits to which an allocation comes too near; an overbook comes near on purpose, and nobody overbooks a way.
fn too_near(
    setup: &Setup,
    book: &Book,
    slot: &SlotContent,
    it: &Allocation,
    in_the_way: impl Fn(&Busy) -> bool,
) -> Vec<Refusal> {
    let Some(near) = setup.resource(it.resource).and_then(|it| Spacing::of(setup, it)) else {
        return Vec::new();
    };
    let mut refusals = near.elsewhere(book, it.during, &in_the_way);
    if it.lane == 0 {
        refusals.extend(near.changeovers(book, it.during, slot.visit, &in_the_way));
    }
    refusals
}

/// Whether the time is kept by the very hold that the slot is booked from.
fn is_kept(slot: &SlotContent, busy: &Busy) -> bool {
    slot.hold.is_some_and(|id| busy.is_of_hold(id))
}

/// Whom the visit joins: those of its group, where its own provider is in the ordinary lane and not free.
fn joined(
    visit: &Visit<'_>,
    book: &Book,
    slot: &SlotContent,
    resources: &[&Resource],
    in_the_way: impl Fn(&&Busy) -> bool + Copy,
) -> Vec<Occupant> {
    let role = visit.anchor();
    let own = || visit.roles[role].parts.iter().map(|it| &slot.allocations[it.need]);
    let busy = |it: &Allocation| book.overlapping(it.resource, it.during).filter(in_the_way);
    let alone = Capacity::of(resources[role]);
    if !visit.is_of_group() || own().any(|it| it.lane > 0) || own().all(|it| alone.fit(it.during, busy(it))) {
        return Vec::new();
    }
    let of_group = |it: &Allocation| {
        let start = it.during.start();
        let is_of_it = move |busy: &&Busy| {
            (busy.appointment_type, busy.lane, busy.during.start()) == (slot.appointment_type, 0, start)
        };
        busy(it).filter(is_of_it).map(|it| it.by).collect::<Vec<_>>()
    };
    own().flat_map(of_group).collect()
}

/// Whether some of those whom the visit joins have the resource too.
fn is_with<'a>(joined: &[Occupant], book: &Book, mut parts: impl Iterator<Item = &'a Allocation>) -> bool {
    parts.any(|it| {
        let mut there = book.overlapping(it.resource, it.during);
        there.any(|busy| busy.during.start() == it.during.start() && joined.contains(&busy.by))
    })
}

/// What is in the way of an allocation: in the ordinary lane everything, in an overbook lane its own lane.
fn taken(
    book: &Book,
    it: &Allocation,
    places: Capacity,
    limit: u8,
    in_the_way: impl Fn(&&Busy) -> bool,
) -> Vec<Refusal> {
    let resource = it.resource;
    let others = book.overlapping(resource, it.during).filter(in_the_way);
    let mut refusals: Vec<_> = match it.lane {
        0 => places.refusals(resource, it.during, others),
        lane => others.filter(|busy| busy.lane == lane).map(|busy| busy.refusal(resource)).collect(),
    };
    refusals.extend(beyond(resource, it.lane, limit));
    refusals
}
