//! Times that are being booked here or at another desk: advice for people's eyes, which nothing is decided by.

use crate::{
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use clinic_domain::{
    appointment::Allocation,
    arbitration::permitted,
    availability::Occupant,
    id::{PersonId, ResourceId},
    people::Permission,
    refusal::Missing,
    time::Period,
};

/// What an offer would take up if it were booked.
pub fn would_take(desk: &FrontDesk, handle: &str) -> AppResult<Vec<Allocation>> {
    Ok(found(desk.seal.open(handle), Missing::Offer)?.allocations)
}

/// What is booked here, is not over and is not known to the centre, the next first.
pub fn unsent(desk: &FrontDesk) -> AppResult<Vec<Allocation>> {
    let (now, visits) = (desk.now(), desk.store.unsent_visits()?);
    let live = visits.into_iter().filter(|it| it.is_live()).flat_map(|it| it.allocations);
    let mut ahead: Vec<Allocation> = live.filter(|it| it.during.end() > now).collect();
    ahead.sort_by_key(|it| (it.during.start(), it.resource));
    Ok(ahead)
}

/// Whether the book here has a visit that takes up just this.
pub fn has_visit(desk: &FrontDesk, resource: ResourceId, during: Period) -> AppResult<bool> {
    let now = desk.now();
    let busy = desk.read(|reader| Ok(reader.busy(&[resource], during, now)?))?;
    Ok(busy.iter().any(|(_, it)| it.during == during && matches!(it.by, Occupant::Visit(_))))
}

/// Whether this PC and the others of its location see each other over the local network, from now on.
pub fn see_neighbours(desk: &FrontDesk, who: PersonId, are_seen: bool) -> AppResult<()> {
    permitted(&desk.author(who)?, Permission::ManageBackups)?;
    let mut entry = desk.entry(who, "see_neighbours");
    entry.detail = if are_seen { "on" } else { "off" }.into();
    desk.store.see_neighbours(are_seen)?;
    desk.audit(&entry)
}
