//! Visits that belong together because one comes before the other: booked as one act, and a word when a move would part
//! them.

use crate::{
    acts::{By, Done},
    book::{self, BookRequest},
    error::{AppResult, found},
    find_offers::{FindOffers, book_around, circumstances},
    front_desk::FrontDesk,
};
use clinic_domain::{
    appointment::Appointment,
    appointment_type::Preceding,
    availability::{self, Offer, OfferReason, Request},
    id::{AppointmentId, AppointmentTypeId, ResourceId, SeriesId},
    operation::{Booking, SlotContent},
    personal::Personal,
    refusal::{Missing, Refusal},
    series::Series,
    setup::Setup,
    time::{Instant, Period},
};
use desk_cache::mirror::Reader;

/// The visit that comes first.
pub struct First<'a> {
    pub handle: &'a str,
    /// Why it does, where the person said so; else the type of the other says it.
    pub link: Option<Preceding>,
}

/// Books the visit with the one that comes first. Both know each other as a series without a pattern does.
pub fn book_pair(
    desk: &FrontDesk,
    by: impl Into<By>,
    First { handle, link }: First<'_>,
    request: BookRequest,
) -> AppResult<Done<Appointment>> {
    let first = found(desk.seal.open(handle), Missing::Offer)?;
    let second = found(desk.seal.open(&request.handle), Missing::Offer)?;
    let series = Some(Series { id: SeriesId(desk.ids.next()), pattern: None, link });
    let by = by.into();
    let written_at = by.written_at;
    desk.write(by, "book", |acts| {
        if let Some(wall) = written_at {
            acts.written_at(second.location, wall)?;
        }
        let setup = linked(acts.scene().setup, second.appointment_type, link)?;
        let preceding = setup.appointment_type(second.appointment_type).and_then(|it| it.preceded_by);
        let is_first = |it: &Preceding| {
            it.appointment_type == first.appointment_type && it.allows(first.visit, second.visit)
        };
        if !preceding.is_some_and(|it| is_first(&it)) {
            let appointment_type = preceding.map_or(first.appointment_type, |it| it.appointment_type);
            return Err(Refusal::NothingBefore { appointment_type }.into());
        }
        let before = Booking {
            appointment: AppointmentId(desk.ids.next()),
            patient: request.patient,
            slot: first,
            requested_by: request.requested_by,
            note: Personal::default(),
            overbook_reason: None,
            reminder: request.reminder,
            contact_point: Personal::default(),
            instead_of: None,
            walk_in: None,
            series: series.clone(),
        };
        book::decide(acts, before)?;
        let id = AppointmentId(desk.ids.next());
        let effort = request.effort;
        let booking = Booking { series, ..book::booking(id, second, request, None) };
        let booked = book::decide(acts, booking)?;
        acts.note_effort(&booked, effort)?;
        Ok(booked)
    })
}

pub(crate) use clinic_domain::arbitration::linked;

/// What comes before a slot, with the shortest wait; `None` where nothing does.
pub(crate) fn before(
    desk: &FrontDesk,
    reader: &Reader<'_>,
    setup: &Setup,
    slot: &SlotContent,
    wanted: &FindOffers,
    now: Instant,
) -> AppResult<Option<(String, Offer)>> {
    let kind = found(setup.appointment_type(slot.appointment_type), Missing::AppointmentType)?;
    let Some(preceding) = kind.preceded_by else {
        return Ok(None);
    };
    let around = Period::new(preceding.earliest_end(slot.visit.start()), slot.visit.end());
    let around = found(around, Missing::Time)?;
    let circumstances = circumstances(reader, wanted, around, now)?;
    let book = book_around(reader, setup, slot.location, around, now)?;
    let resources: Vec<ResourceId> = slot.allocations.iter().map(|it| it.resource).collect();
    let request =
        Request { providers: &resources, limit: 1, ..wanted.request(&circumstances, slot.visit, now) };
    let pair = availability::pairs(setup, &book, &request, &preceding)?.pop();
    let first = pair.ok_or(Refusal::NothingBefore { appointment_type: preceding.appointment_type })?.first;
    Ok(Some((desk.seal.seal(&first), Offer::of(first))))
}

/// Says of offers for a visit that is moved where they would part it from the one that it belongs to.
pub(crate) fn say_gaps<'a>(
    reader: &Reader<'_>,
    setup: &Setup,
    moving: AppointmentId,
    offers: impl Iterator<Item = &'a mut Offer>,
) -> AppResult<()> {
    let Some(visit) = reader.appointment(moving)? else {
        return Ok(());
    };
    let Some(series) = &visit.series else {
        return Ok(());
    };
    let mut others = reader.series(series.id)?;
    others.retain(|it| it.id != visit.id && it.is_live());
    let preceding = |id: AppointmentTypeId| {
        series.link.or_else(|| setup.appointment_type(id).and_then(|it| it.preceded_by))
    };
    for offer in offers {
        let to = offer.slot.visit;
        let breaks = others.iter().any(|other| {
            let parts =
                |later: AppointmentTypeId, earlier: AppointmentTypeId, first: Period, second: Period| {
                    let rule = preceding(later).filter(|it| it.appointment_type == earlier);
                    rule.is_some_and(|it| !it.allows(first, second))
                };
            parts(visit.appointment_type, other.appointment_type, other.visit, to)
                || parts(other.appointment_type, visit.appointment_type, to, other.visit)
        });
        if breaks {
            offer.reasons.push(OfferReason::BreaksGap);
        }
    }
    Ok(())
}
