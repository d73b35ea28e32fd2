//! Books the slot that a handle stands for.

use crate::{
    acts::{Acts, By, Done, visit_of},
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use clinic_domain::{
    appointment::{Appointment, Requester},
    attendance::TriageCategory,
    capacity::Effort,
    id::{AppointmentId, PatientId},
    operation::{Booking, OperationBody, SlotContent},
    patient::ContactChannel,
    personal::Personal,
    refusal::Missing,
};

pub struct BookRequest {
    pub handle: String,
    pub patient: PatientId,
    pub requested_by: Requester,
    /// Nothing, or that of the visit it stands in for, when absent.
    pub note: Option<Personal>,
    pub overbook_reason: Option<String>,
    /// By the patient's own preference, or as for the visit it stands in for, when absent.
    pub reminder: Option<ContactChannel>,
    /// The patient's or the provider's own, or as for the visit it stands in for, when absent.
    pub contact_point: Option<Personal>,
    /// A cancelled or missed visit that this one stands in for: "rebook now".
    pub instead_of: Option<AppointmentId>,
    /// The patient stands at the counter, and it is so urgent.
    pub walk_in: Option<TriageCategory>,
    /// What it cost whoever typed it, where that was measured.
    pub effort: Option<Effort>,
}

pub fn book(desk: &FrontDesk, by: impl Into<By>, request: BookRequest) -> AppResult<Done<Appointment>> {
    let by = by.into();
    let written_at = by.written_at;
    let slot = found(desk.seal.open(&request.handle), Missing::Offer)?;
    let id = AppointmentId(desk.ids.next());
    desk.write(by, "book", |acts| {
        if let Some(wall) = written_at {
            acts.written_at(slot.location, wall)?;
        }
        let lost = match request.instead_of {
            Some(id) => Some(found(acts.mirror().appointment(id)?, Missing::Appointment)?),
            None => None,
        };
        let effort = request.effort;
        let booked = decide(acts, booking(id, slot, request, lost.as_ref()))?;
        acts.note_effort(&booked, effort)?;
        Ok(booked)
    })
}

/// The booking inside a write.
pub(crate) fn decide(acts: &mut Acts<'_>, booking: Booking) -> AppResult<Appointment> {
    visit_of(acts.promise(OperationBody::Book(booking), None)?)
}

/// What is asked for, with what the lost visit hands on where nothing else is said.
pub(crate) fn booking(
    appointment: AppointmentId,
    slot: SlotContent,
    request: BookRequest,
    lost: Option<&Appointment>,
) -> Booking {
    let BookRequest {
        patient,
        requested_by,
        note,
        overbook_reason,
        reminder,
        contact_point,
        instead_of,
        walk_in,
        ..
    } = request;
    Booking {
        appointment,
        patient,
        slot,
        requested_by,
        note: note.or(lost.map(|it| it.note.clone())).unwrap_or_default(),
        overbook_reason,
        reminder: reminder.or(lost.and_then(|it| it.reminder)),
        contact_point: contact_point.or(lost.map(|it| it.contact_point.clone())).unwrap_or_default(),
        instead_of,
        series: None,
        walk_in,
    }
}
