//! Two visits that belong together: another one comes first, and the patient waits neither too short nor too long
//! between them.
//!
//! Invariants: both visits of a pair are among [`offers`] for their types; the first one ends before the second starts,
//! by what the type asks for; the second passes [`check`] once the first is booked.

use super::{
    book::{Book, Busy},
    check::check,
    search::{Offer, Request, offers},
    visit::Visit,
};
use crate::{
    appointment::Allocation, appointment_type::Preceding, id::AppointmentId, operation::SlotContent,
    refusal::Refusal, setup::Setup, time::Period,
};
use uuid::Uuid;

/// A time with the one that comes before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub first: SlotContent,
    pub second: Offer,
}

/// The pairs in the order of their second visits, up to the request's limit: each with the first visit after which
/// the patient waits least. The window is the second visit's, and the first may begin before it.
///
/// # Errors
/// Those of [`offers`], for either type.
pub fn pairs(
    setup: &Setup,
    book: &Book,
    request: &Request<'_>,
    preceding: &Preceding,
) -> Result<Vec<Pair>, Refusal> {
    let Some(firsts) = firsts(setup, book, request, preceding)? else {
        return Ok(Vec::new());
    };
    let seconds = offers(setup, book, &Request { limit: usize::MAX, ..*request })?;
    let mut after_first = AfterFirst { setup, book: book.clone(), request };
    let mut pair = |second: Offer| {
        let start = second.slot.visit.start();
        let near = firsts.iter().rev().skip_while(|it| it.visit.end() > start);
        let mut near = near.take_while(|it| it.visit.end() >= preceding.earliest_end(start));
        let first = near.find(|first| {
            preceding.allows(first.visit, second.slot.visit) && after_first.fits(first, &second.slot)
        });
        Some(Pair { first: first?.clone(), second })
    };
    Ok(seconds.into_iter().filter_map(&mut pair).take(request.limit).collect())
}

/// Up to three of them that differ as answers do: the earliest, one hours later, one on another day.
///
/// # Errors
/// Those of [`pairs`].
pub fn pair_choices(
    setup: &Setup,
    book: &Book,
    request: &Request<'_>,
    preceding: &Preceding,
) -> Result<Vec<Pair>, Refusal> {
    let zone = Visit::of(setup, request.location, request.appointment_type)?.location.zone;
    let mut all = pairs(setup, book, &Request { limit: usize::MAX, ..*request }, preceding)?.into_iter();
    let start = |it: &Pair| it.second.slot.visit.start();
    let day = |it: &Pair| start(it).local_date(zone);
    let mut chosen: Vec<Pair> = all.next().into_iter().collect();
    chosen.extend(all.find(|it| start(it) >= start(&chosen[0]).plus_minutes(HOURS_LATER * 60)));
    let days: Vec<_> = chosen.iter().map(day).collect();
    chosen.extend(all.find(|it| !days.contains(&day(it))));
    Ok(chosen)
}

const HOURS_LATER: i64 = 3;

/// What could come first, sorted by end as by start: they are of one length.
fn firsts(
    setup: &Setup,
    book: &Book,
    request: &Request<'_>,
    preceding: &Preceding,
) -> Result<Option<Vec<SlotContent>>, Refusal> {
    let first = Visit::of(setup, request.location, preceding.appointment_type)?;
    let start = preceding.earliest_end(request.within.start()).plus_seconds(-first.seconds());
    let Some(within) = Period::new(start.max(request.asking.now), request.within.end()) else {
        return Ok(None);
    };
    let appointment_type = preceding.appointment_type;
    let request = Request {
        appointment_type,
        providers: &[],
        own_provider: None,
        within,
        like: None,
        limit: usize::MAX,
        ..*request
    };
    Ok(Some(offers(setup, book, &request)?.into_iter().map(|it| it.slot).collect()))
}

/// The second visit once the first is booked.
struct AfterFirst<'a> {
    setup: &'a Setup,
    book: Book,
    request: &'a Request<'a>,
}

impl AfterFirst<'_> {
    /// Only a first visit that takes the same resource up, or a share of the same session, can be in the way.
    fn fits(&mut self, first: &SlotContent, second: &SlotContent) -> bool {
        let shares = |it: &Allocation| second.allocations.iter().any(|its| its.resource == it.resource);
        if !first.allocations.iter().any(shares) {
            return true;
        }
        let appointment = AppointmentId(Uuid::nil());
        for it in &first.allocations {
            self.book
                .insert(it.resource, Busy::of_visit(appointment, first.appointment_type, first.visit, it));
        }
        let fits = check(self.setup, &self.book, second, &self.request.asking).is_ok();
        self.book.remove(appointment);
        fits
    }
}
