//! The booking check: whether what a handle stands for can still be booked, exactly.
//!
//! The desk asks it inside the booking's transaction, the centre asks it again. It computes everything anew and
//! believes nothing that the content says about itself: another rule version alone refuses nothing, and the same
//! one proves nothing.

use super::{
    asking::Asking,
    book::{Book, Busy},
    nearness::Spacing,
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
    refusal::Refusal,
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
    for (role, its_rules) in rules.iter().enumerate() {
        refusals.extend(closed_to(&visit, &days, start, role, its_rules));
        let limit = overbook_limit(&visit, &days, start, role, its_rules, &rules[visit.anchor()]);
        let parts = &visit.roles[role].parts;
        if role == visit.anchor() && parts.iter().any(|it| slot.allocations[it.need].lane == 0) {
            let reserved = Reserved::of(its_rules, book, &days, asking.ignoring);
            let taken_of = reserved.iter().filter(|it| it.is_taken_by(parts, start));
            refusals.extend(taken_of.map(|it| it.refusal(its_rules.resource.id)));
        }
        for part in parts {
            let allocation = &slot.allocations[part.need];
            let in_the_way = |it: &Busy| it.counts(asking.ignoring) && !is_kept(slot, it);
            refusals.extend(taken(book, allocation, limit, |it| in_the_way(it)));
            refusals.extend(too_near(setup, book, slot, allocation, in_the_way));
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
    for &Allocation { resource, during, lane } in &stood.allocations {
        refusals.extend(closed_since(setup, resource, during, since));
        let others = book.overlapping(resource, during);
        let in_lane = others.filter(|busy| busy.counts(Some(stood.id)) && busy.lane == lane);
        refusals.extend(in_lane.map(|busy| busy.refusal(resource)));
        for other in setup.resource(resource).into_iter().flat_map(|it| setup.same_person(it)) {
            let busy = book.overlapping(other.id, during).filter(|busy| busy.counts(Some(stood.id)));
            refusals.extend(busy.map(|busy| Refusal::Elsewhere {
                resource,
                location: other.location,
                during: busy.during,
                wanted: during,
                travel_minutes: setup.travel_minutes(stood.location, other.location),
            }));
        }
    }
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
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

/// What is in the way of an allocation: in the ordinary lane everything, in an overbook lane its own lane.
fn taken(book: &Book, it: &Allocation, limit: u8, in_the_way: impl Fn(&&Busy) -> bool) -> Vec<Refusal> {
    let resource = it.resource;
    let others = book.overlapping(resource, it.during).filter(in_the_way);
    let mut refusals: Vec<_> = others
        .filter(|busy| it.lane == 0 || busy.lane == it.lane)
        .map(|busy| busy.refusal(resource))
        .collect();
    refusals.extend(beyond(resource, it.lane, limit));
    refusals
}
