//! Cancels an appointment with a coded reason.

use crate::{
    acts::{By, Done, seen, visit_of},
    error::AppResult,
    front_desk::FrontDesk,
};
use clinic_domain::{
    appointment::{Appointment, CancelReason, Requester},
    id::{AppointmentId, Version},
    operation::OperationBody,
    personal::Personal,
};

pub struct CancelRequest {
    pub appointment: AppointmentId,
    pub seen: Version,
    pub reason: CancelReason,
    pub requested_by: Requester,
    pub note: Personal,
}

pub fn cancel(desk: &FrontDesk, by: impl Into<By>, request: CancelRequest) -> AppResult<Done<Appointment>> {
    let by = by.into();
    let written_at = by.written_at;
    desk.write(by, "cancel", |acts| {
        acts.written_about(request.appointment, written_at)?;
        let body = request.of(request.appointment);
        visit_of(acts.decide(body, seen(request.seen))?)
    })
}

impl CancelRequest {
    /// The same of one of the visits that are cancelled together.
    pub(crate) fn of(&self, appointment: AppointmentId) -> OperationBody {
        let CancelRequest { reason, requested_by, ref note, .. } = *self;
        OperationBody::Cancel { appointment, reason, note: note.clone(), requested_by }
    }
}
