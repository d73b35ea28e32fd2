//! The status flow, the patient's confirmation and the note: small changes to one visit.

use crate::{
    acts::{By, Done, seen, visit_of},
    error::AppResult,
    front_desk::FrontDesk,
};
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus, ConfirmationState, Requester},
    attendance::TriageCategory,
    id::{AppointmentId, PersonId, Version},
    operation::OperationBody,
    patient::ContactChannel,
    personal::Personal,
};

/// A visit as the person saw it.
#[derive(Clone, Copy)]
pub struct Seen {
    pub appointment: AppointmentId,
    pub version: Version,
}

pub fn set_status(
    desk: &FrontDesk,
    by: impl Into<By>,
    visit: Seen,
    to: AppointmentStatus,
    requested_by: Requester,
) -> AppResult<Done<Appointment>> {
    let body = OperationBody::SetStatus { appointment: visit.appointment, to, requested_by };
    changed(desk, by, visit, body)
}

pub fn set_confirmation(
    desk: &FrontDesk,
    by: impl Into<By>,
    visit: Seen,
    state: ConfirmationState,
    channel: ContactChannel,
) -> AppResult<Done<Appointment>> {
    let body = OperationBody::SetConfirmation { appointment: visit.appointment, state, channel };
    changed(desk, by, visit, body)
}

pub fn set_note(
    desk: &FrontDesk,
    who: PersonId,
    visit: Seen,
    note: Personal,
) -> AppResult<Done<Appointment>> {
    changed(desk, who, visit, OperationBody::SetNote { appointment: visit.appointment, note })
}

/// How urgent it is that the patient is seen.
pub fn set_triage(
    desk: &FrontDesk,
    who: PersonId,
    visit: Seen,
    category: TriageCategory,
) -> AppResult<Done<Appointment>> {
    changed(desk, who, visit, OperationBody::SetTriage { appointment: visit.appointment, category })
}

fn changed(
    desk: &FrontDesk,
    by: impl Into<By>,
    visit: Seen,
    body: OperationBody,
) -> AppResult<Done<Appointment>> {
    let by = by.into();
    let written_at = by.written_at;
    desk.write(by, body.kind(), |acts| {
        acts.written_about(visit.appointment, written_at)?;
        visit_of(acts.decide(body, seen(visit.version))?)
    })
}
