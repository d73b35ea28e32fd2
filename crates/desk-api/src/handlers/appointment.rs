//! Booking, moving, cancelling and the rest of a visit's life.

use super::{SignedIn, day_tag, patient_tag};
use crate::{
    call::Call,
    dto::{
        appointment::{
            AppointmentRequest, AppointmentView, BookRequest, CancelRequest, RequesterView,
            RescheduleRequest, SetConfirmationRequest, SetNoteRequest, SetStatusRequest,
        },
        refusal::Outcome,
    },
    error::ApiError,
    shape,
};
use clinic_domain::appointment::{Appointment, Requester};
use desk_app::{appointment, book, cancel, error::AppResult, reschedule, status};

pub fn appointment(call: &Call<'_>, request: AppointmentRequest) -> Result<AppointmentView, ApiError> {
    let signed_in = call.signed_in()?;
    let full = appointment::appointment(&signed_in.front, signed_in.person, request.appointment)?;
    let configuration = signed_in.front.configuration()?;
    Ok(shape::appointment::view(signed_in.language, &configuration, &full, signed_in.front.now()))
}

pub fn book(call: &Call<'_>, request: BookRequest) -> Result<Outcome<AppointmentView>, ApiError> {
    let signed_in = call.signed_in()?;
    let booked = book::book(
        &signed_in.front,
        signed_in.person,
        book::BookRequest {
            handle: request.handle,
            patient: request.patient,
            requested_by: requester(request.requested_by),
            note: request.note.trim().into(),
            overbook_reason: request.overbook_reason,
        },
    );
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
        Ok(moved) => changed(call, &signed_in, Ok(moved.now), Some(&moved.before)),
        Err(error) => changed(call, &signed_in, Err(error), None),
    }
}

pub fn cancel(call: &Call<'_>, request: CancelRequest) -> Result<Outcome<AppointmentView>, ApiError> {
    let signed_in = call.signed_in()?;
    let cancelled = cancel::cancel(
        &signed_in.front,
        signed_in.person,
        cancel::CancelRequest {
            appointment: request.appointment,
            seen: request.version,
            reason: request.reason,
            requested_by: requester(request.requested_by),
            note: request.note.trim().into(),
        },
    );
    changed(call, &signed_in, cancelled, None)
}

pub fn set_status(call: &Call<'_>, request: SetStatusRequest) -> Result<Outcome<AppointmentView>, ApiError> {
    let signed_in = call.signed_in()?;
    let seen = status::Seen { appointment: request.appointment, version: request.version };
    let requested_by = requester(request.requested_by);
    let result = status::set_status(&signed_in.front, signed_in.person, seen, request.to, requested_by);
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

/// Tells the boards that show the visit, now and before, and answers the visit as it is.
fn changed(
    call: &Call<'_>,
    signed_in: &SignedIn,
    result: AppResult<Appointment>,
    before: Option<&Appointment>,
) -> Result<Outcome<AppointmentView>, ApiError> {
    let shaped = result.and_then(|now| {
        let configuration = signed_in.front.configuration()?;
        let shown = std::iter::once(&now).chain(before);
        let mut tags: Vec<String> =
            shown.map(|it| day_tag(&configuration.setup, it.location, it.visit.start())).collect();
        tags.dedup();
        call.announce(tags.into_iter().chain([patient_tag(now.patient)]));
        let full = appointment::unaudited(&signed_in.front, now.id)?;
        Ok(shape::appointment::view(signed_in.language, &configuration, &full, signed_in.front.now()))
    });
    signed_in.outcome(shaped)
}

const fn requester(view: RequesterView) -> Requester {
    match view {
        RequesterView::Patient => Requester::Patient,
        RequesterView::Caregiver { caregiver } => Requester::Caregiver(caregiver),
        RequesterView::Clinic => Requester::Clinic,
    }
}
