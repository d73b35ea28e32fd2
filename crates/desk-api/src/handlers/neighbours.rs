//! What this desk and the others show each other of what is being booked.

use super::{SignedIn, zone_or_first};
use crate::{
    call::Call,
    centre::Tie,
    dto::{neighbours::*, refusal::Outcome, session::Nothing},
    error::{ApiError, CentreFault},
    neighbours::choices,
    shape::neighbours as shape,
};
use clinic_domain::{
    id::ResourceId,
    time::{Instant, Period},
};
use desk_app::{being_booked as book, error::AppResult};
use desk_lan::Seen;

const MOST_HANDLES: usize = 200;

/// A desk that is its own arbiter shows nobody.
pub fn choose_times(call: &Call<'_>, request: ChooseTimesRequest) -> Result<Nothing, ApiError> {
    let signed_in = call.signed_in()?;
    let taken = request.handles.iter().take(MOST_HANDLES).map(|it| book::would_take(&signed_in.front, it));
    let taken: Vec<_> = taken.collect::<AppResult<_>>()?;
    if let Some(tie) = &signed_in.tie {
        tie.choose(choices(&taken.concat()));
    }
    Ok(Nothing {})
}

pub fn being_booked(call: &Call<'_>, request: BeingBookedRequest) -> Result<BeingBookedView, ApiError> {
    let signed_in = call.signed_in()?;
    let Some(tie) = &signed_in.tie else { return Ok(BeingBookedView { times: Vec::new() }) };
    let configuration = signed_in.front.configuration()?;
    let setup = &configuration.setup;
    let zone = zone_or_first(setup, Some(request.location));
    let mut times = Vec::new();
    for (seen, during) in seen(&signed_in, tie)? {
        let resource = setup.resource(ResourceId(seen.choice.resource));
        if let Some(resource) = resource.filter(|it| it.location == request.location) {
            times.push(shape::time(zone, resource.id, during, name(tie, &seen)));
        }
    }
    Ok(BeingBookedView { times })
}

pub fn offers_being_booked(
    call: &Call<'_>,
    request: OffersBeingBookedRequest,
) -> Result<OffersBeingBookedView, ApiError> {
    let signed_in = call.signed_in()?;
    let Some(tie) = &signed_in.tie else { return Ok(OffersBeingBookedView { offers: Vec::new() }) };
    let configuration = signed_in.front.configuration()?;
    let seen = seen(&signed_in, tie)?;
    // Where several have a place, one more is in nobody's way.
    let is_alone = |it: ResourceId| configuration.setup.resource(it).is_some_and(|it| it.places == 1);
    let mut offers = Vec::new();
    for handle in request.handles.into_iter().take(MOST_HANDLES) {
        let taken = book::would_take(&signed_in.front, &handle)?;
        let is_taken = |(it, during): &&(Seen, Period)| {
            let mut same = taken.iter().filter(|taken| taken.resource.0 == it.choice.resource);
            same.any(|taken| is_alone(taken.resource) && taken.during.overlaps(during))
        };
        let found = seen.iter().find(is_taken);
        offers.extend(found.map(|(it, _)| OfferElsewhereView { handle, desk: name(tie, it) }));
    }
    Ok(OffersBeingBookedView { offers })
}

/// What is booked elsewhere and stands in the book here already is left out.
fn seen(signed_in: &SignedIn, tie: &Tie) -> Result<Vec<(Seen, Period)>, ApiError> {
    let mut all = Vec::new();
    for it in tie.being_booked() {
        let Some(during) = Period::new(Instant(it.choice.start), Instant(it.choice.end)) else { continue };
        let resource = ResourceId(it.choice.resource);
        if !(it.is_booked && book::has_visit(&signed_in.front, resource, during)?) {
            all.push((it, during));
        }
    }
    Ok(all)
}

fn name(tie: &Tie, it: &Seen) -> DeskNameView {
    DeskNameView { name: tie.desk_name(it.device).unwrap_or_default(), is_booked: it.is_booked }
}

pub fn neighbours(call: &Call<'_>, _: Nothing) -> Result<NeighboursView, ApiError> {
    Ok(shape::view(tie(&call.signed_in()?)?))
}

pub fn see_neighbours(
    call: &Call<'_>,
    request: SeeNeighboursRequest,
) -> Result<Outcome<NeighboursView>, ApiError> {
    let signed_in = call.signed_in()?;
    let tie = tie(&signed_in)?;
    let wanted = book::see_neighbours(&signed_in.front, signed_in.person, request.is_on);
    signed_in.outcome(wanted.and_then(|()| {
        tie.neighbours.listen()?;
        Ok(shape::view(tie))
    }))
}

fn tie(signed_in: &SignedIn) -> Result<&Tie, ApiError> {
    signed_in.tie.as_ref().ok_or_else(|| CentreFault::NotJoined.into())
}
