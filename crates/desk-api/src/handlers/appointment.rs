//! Booking, moving, cancelling and the rest of a visit's life.

use super::{SignedIn, visit_tags};
use crate::{
    call::Call,
    dto::{
        appointment::{
            AppointmentRequest, AppointmentView, BookRequest, CancelRequest, CheckInRequest, RequesterView,
            RescheduleRequest, SetConfirmationRequest, SetNoteRequest, SetStatusRequest, SetTriageRequest,
        },
        refusal::Outcome,
    },
    error::ApiError,
    shape::{self, setup::preceding, time::parse_optional_wall},
};
use clinic_domain::{
    appointment::{Appointment, Requester},
    arbitration::Refused,
    capacity::Effort,
    counter::Asked,
    id::AppointmentId,
    invalid::Field,
    setup::Setup,
};
use desk_app::{
    acts::{By, Done},
    appointment, book, cancel, check_in,
    error::AppResult,
    reschedule::{self, Moved},
    status, together,
};
use std::collections::BTreeSet;

pub fn appointment(call: &Call<'_>, request: AppointmentRequest) -> Result<AppointmentView, ApiError> {
    let signed_in = call.signed_in()?;
    let full = appointment::appointment(&signed_in.front, signed_in.person, request.appointment)?;
    let configuration = signed_in.front.configuration()?;
    Ok(shape::appointment::view(signed_in.language, &configuration, &full, signed_in.front.now()))
}

pub fn book(call: &Call<'_>, request: BookRequest) -> Result<Outcome<AppointmentView>, ApiError> {
    let signed_in = call.signed_in()?;
    let wanted = book::BookRequest {
        handle: request.handle,
        patient: request.patient,
        requested_by: requester(request.requested_by),
        note: request.note.map(|it| it.trim().into()),
        overbook_reason: request.overbook_reason,
        reminder: request.reminder,
        contact_point: request.contact_point.map(|it| it.trim().into()),
        instead_of: request.instead_of,
        walk_in: request.walk_in,
        effort: request.effort.map(|it| Effort { seconds: it.seconds, keystrokes: it.keystrokes }),
    };
    let by = by(&signed_in, request.written_at.as_deref())?;
    let booked = match &request.before {
        Some(handle) => {
            let first = together::First { handle, link: request.link.map(preceding) };
            together::book_pair(&signed_in.front, by, first, wanted)
        }
        None => book::book(&signed_in.front, by, wanted),
    };
    changed(call, &signed_in, booked, None)
}

pub fn reschedule(call: &Call<'_>, request: RescheduleRequest) -> Result<Outcome<AppointmentView>, ApiError> {
    let signed_in = call.signed_in()?;
    let moved = reschedule::reschedule(
        &signed_in.front,
        signed_in.person,
        reschedule::RescheduleRequest {
            appointment: request.appointment,
            seen: request.version,
            handle: request.handle,
            requested_by: requester(request.requested_by),
            overbook_reason: request.overbook_reason,
        },
    );
    match moved {
        Ok(Done { value: Moved { now, before }, op }) => {
            changed(call, &signed_in, Ok(Done { value: now, op }), Some(&before))
        }
        Err(error) => changed(call, &signed_in, Err(error), None),
    }
}

pub fn cancel(call: &Call<'_>, request: CancelRequest) -> Result<Outcome<AppointmentView>, ApiError> {
    let signed_in = call.signed_in()?;
    let by = by(&signed_in, request.written_at.as_deref())?;
    let cancelled = cancel::cancel(&signed_in.front, by, cancel_request(request));
    changed(call, &signed_in, cancelled, None)
}

pub(super) fn cancel_request(request: CancelRequest) -> cancel::CancelRequest {
    cancel::CancelRequest {
        appointment: request.appointment,
        seen: request.version,
        reason: request.reason,
        requested_by: requester(request.requested_by),
        note: request.note.trim().into(),
    }
}

pub fn set_status(call: &Call<'_>, request: SetStatusRequest) -> Result<Outcome<AppointmentView>, ApiError> {
    let signed_in = call.signed_in()?;
    let seen = status::Seen { appointment: request.appointment, version: request.version };
    let requested_by = requester(request.requested_by);
    let by = by(&signed_in, request.written_at.as_deref())?;
    let result = status::set_status(&signed_in.front, by, seen, request.to, requested_by);
    changed(call, &signed_in, result, None)
}

pub fn check_in(call: &Call<'_>, request: CheckInRequest) -> Result<Outcome<AppointmentView>, ApiError> {
    let signed_in = call.signed_in()?;
    let seen = status::Seen { appointment: request.appointment, version: request.version };
    let requested_by = requester(request.requested_by);
    let asked = Asked { details_confirmed: request.details_confirmed, card: request.card };
    let by = by(&signed_in, request.written_at.as_deref())?;
    let result = check_in::check_in(&signed_in.front, by, seen, &request.verified, asked, requested_by);
    changed(call, &signed_in, result, None)
}

pub fn set_confirmation(
    call: &Call<'_>,
    request: SetConfirmationRequest,
) -> Result<Outcome<AppointmentView>, ApiError> {
    let signed_in = call.signed_in()?;
    let seen = status::Seen { appointment: request.appointment, version: request.version };
    let result =
        status::set_confirmation(&signed_in.front, signed_in.person, seen, request.state, request.channel);
    changed(call, &signed_in, result, None)
}

pub fn set_note(call: &Call<'_>, request: SetNoteRequest) -> Result<Outcome<AppointmentView>, ApiError> {
    let signed_in = call.signed_in()?;
    let seen = status::Seen { appointment: request.appointment, version: request.version };
    let result = status::set_note(&signed_in.front, signed_in.person, seen, request.note.trim().into());
    changed(call, &signed_in, result, None)
}

pub fn set_triage(call: &Call<'_>, request: SetTriageRequest) -> Result<Outcome<AppointmentView>, ApiError> {
    let signed_in = call.signed_in()?;
    let seen = status::Seen { appointment: request.appointment, version: request.version };
    let result = status::set_triage(&signed_in.front, signed_in.person, seen, request.category);
    changed(call, &signed_in, result, None)
}

/// Whoever is signed in, with when they wrote it on paper.
pub(super) fn by(signed_in: &SignedIn, written_at: Option<&str>) -> Result<By, Refused> {
    let written_at = parse_optional_wall(Field::WrittenAt, written_at)?;
    Ok(By { who: signed_in.person, written_at, via: None })
}

/// Tells the boards that show the visit, now and before, and answers the visit as it is.
fn changed(
    call: &Call<'_>,
    signed_in: &SignedIn,
    result: AppResult<Done<Appointment>>,
    before: Option<&Appointment>,
) -> Result<Outcome<AppointmentView>, ApiError> {
    let shaped = result.and_then(|Done { value: now, op }| {
        let setup = &signed_in.front.configuration()?.setup;
        announce_visits(call, setup, std::iter::once(&now).chain(before));
        Ok(Done { value: after_change(signed_in, now.id)?, op })
    });
    signed_in.undoable(shaped)
}

/// The visit right after this person changed it.
pub(super) fn after_change(signed_in: &SignedIn, id: AppointmentId) -> AppResult<AppointmentView> {
    let configuration = signed_in.front.configuration()?;
    let full = appointment::unaudited(&signed_in.front, id)?;
    Ok(shape::appointment::view(signed_in.language, &configuration, &full, signed_in.front.now()))
}

/// Tells the boards that show these visits, and the cards of their patients.
pub(super) fn announce_visits<'a>(
    call: &Call<'_>,
    setup: &Setup,
    visits: impl IntoIterator<Item = &'a Appointment>,
) {
    call.announce(visits.into_iter().flat_map(|it| visit_tags(setup, it)).collect::<BTreeSet<_>>());
}

pub(super) const fn requester(view: RequesterView) -> Requester {
    match view {
        RequesterView::Patient => Requester::Patient,
        RequesterView::Caregiver { caregiver } => Requester::Caregiver(caregiver),
        RequesterView::Clinic => Requester::Clinic,
    }
}
