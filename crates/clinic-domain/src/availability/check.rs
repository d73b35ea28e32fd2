//! The booking check: whether what a handle stands for can still be booked, exactly.
//!
//! The desk asks it inside the booking's transaction, the centre asks it again. It computes everything anew and
//! believes nothing that the content says about itself: another rule version alone refuses nothing, and the same
//! one proves nothing.

use super::{
    asking::Asking,
    book::Book,
    rules::Rules,
    visit::Visit,
    why_not::{beyond, closed_to, days_to_name, overbook_limit},
};
use crate::{
    appointment::Allocation, id::AppointmentId, operation::SlotContent, refusal::Refusal, resource::Resource,
    setup::Setup,
};

/// Whether the slot can be booked now. Permission and reason of an overbook are the caller's to check.
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
    let visit = Visit::of(setup, slot.location, slot.appointment_type).map_err(|it| vec![it])?;
    let resources = resources_by_role(setup, &visit, slot).ok_or_else(|| vec![Refusal::Changed])?;
    let start = slot.visit.start();
    let rules = Rules::of(setup, &resources, &days_to_name(&visit, slot.visit));
    let days = visit.days_around(start);
    let mut refusals = visit.refusals_at(start, &days, asking);
    for (role, its_rules) in rules.iter().enumerate() {
        refusals.extend(closed_to(&visit, &days, start, role, its_rules));
        let limit = overbook_limit(&visit, &days, start, role, its_rules, &rules[visit.anchor()]);
        for part in &visit.roles[role].parts {
            refusals.extend(taken(book, &slot.allocations[part.need], limit, asking.ignoring));
        }
    }
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
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

/// What is in the way of an allocation: in the ordinary lane everything, in an overbook lane its own lane.
fn taken(book: &Book, it: &Allocation, limit: u8, ignoring: Option<AppointmentId>) -> Vec<Refusal> {
    let resource = it.resource;
    let others = book.overlapping(resource, it.during).filter(|busy| Some(busy.appointment) != ignoring);
    let mut refusals: Vec<_> = others
        .filter(|busy| it.lane == 0 || busy.lane == it.lane)
        .map(|busy| Refusal::Taken { resource, during: busy.during, by: busy.appointment })
        .collect();
    refusals.extend(beyond(resource, it.lane, limit));
    refusals
}
