//! What would be free with one thing changed, for a request to which nothing is: asked of the same engine.
//!
//! Invariant: every alternative passes [`super::check`] as it is, an overbook with a permission and a reason.

use super::{
    book::Book,
    search::{Offer, Request, offers},
    spot::{Answer, OfferAt, offer_at},
    visit::Visit,
};
use crate::{
    appointment_type::AppointmentType,
    operation::SlotContent,
    refusal::Refusal,
    resource::ResourceKind,
    setup::Setup,
    time::{Instant, Period, local_day},
};
use std::cmp::Reverse;

/// One change to a request, with the first time that it would give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alternative {
    /// Somebody who was not asked for.
    AnotherProvider(Offer),
    /// After the asked time.
    Later(Offer),
    /// A type for the same patients that needs the same kinds of resources for less time.
    ShorterType(Offer),
    /// On top of what is booked.
    Overbook { slot: SlotContent, because: Vec<Refusal> },
}

/// More shorter types than these are not tried, the longest of them first.
const MOST_TYPES: usize = 6;
/// More times than these of the first day are not tried for an overbook.
const MOST_OVERBOOKS: usize = 64;

/// The alternatives to a request, the smallest change first. The book has to be known for everybody at the location
/// until `until`, which is how far later times are looked for. A visit that is moved keeps its type.
#[must_use]
pub fn alternatives(setup: &Setup, book: &Book, request: &Request<'_>, until: Instant) -> Vec<Alternative> {
    let Ok(visit) = Visit::of(setup, request.location, request.appointment_type) else {
        return Vec::new();
    };
    let first = |changed: Request<'_>| offers(setup, book, &Request { limit: 1, ..changed }).ok()?.pop();
    let anybody = Some(Request { providers: &[], ..*request }).filter(|_| !request.providers.is_empty());
    let asked_until = visit.starts_in(request.within).map_or(request.within.start(), |it| it.end());
    let later = Period::new(asked_until, until).map(|within| Request { within, ..*request });
    let types = shorter_types(setup, visit.appointment_type);
    let mut shorter = types
        .into_iter()
        .filter(|_| request.asking.ignoring.is_none())
        .map(|it| Request { appointment_type: it.id, ..*request });
    let all = [
        anybody.and_then(first).map(Alternative::AnotherProvider),
        later.and_then(first).map(Alternative::Later),
        shorter.find_map(first).map(Alternative::ShorterType),
        overbook(setup, book, request, &visit),
    ];
    all.into_iter().flatten().collect()
}

/// Types for the same patients that need the same kinds of resources for less time, the longest first.
pub(super) fn shorter_types<'a>(setup: &'a Setup, than: &AppointmentType) -> Vec<&'a AppointmentType> {
    let kinds = |it: &AppointmentType| {
        let mut kinds: Vec<ResourceKind> = it.needs.iter().map(|it| it.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    };
    let is_like = |it: &&AppointmentType| {
        it.is_active
            && it.duration_minutes < than.duration_minutes
            && it.is_new_patient == than.is_new_patient
            && it.modality == than.modality
            && kinds(it) == kinds(than)
    };
    let mut shorter: Vec<_> = setup.types.iter().filter(is_like).collect();
    shorter.sort_by_key(|it| (Reverse(it.duration_minutes), it.id));
    shorter.truncate(MOST_TYPES);
    shorter
}

/// The first one on the first day on which somebody who was asked for works.
fn overbook(setup: &Setup, book: &Book, request: &Request<'_>, visit: &Visit<'_>) -> Option<Alternative> {
    let nothing_booked = Book::default();
    let unbooked = |within, limit| {
        offers(setup, &nothing_booked, &Request { within, limit, ..*request }).unwrap_or_default()
    };
    let first = unbooked(request.within, 1).pop()?.slot.visit.start();
    let zone = visit.location.zone;
    let day = local_day(zone, first.local_date(zone)).intersection(&request.within)?;
    let own = visit.roles[visit.anchor()].parts[0].need;
    unbooked(day, MOST_OVERBOOKS).into_iter().find_map(|Offer { slot, .. }| {
        let at = OfferAt {
            resource: slot.allocations[own].resource,
            start: slot.visit.start(),
            appointment_type: request.appointment_type,
            asking: request.asking,
        };
        match offer_at(setup, book, &at) {
            Answer::Overbook { slot, because } => Some(Alternative::Overbook { slot, because }),
            Answer::Offer(_) | Answer::Refused(_) => None,
        }
    })
}
