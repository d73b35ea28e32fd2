//! Moves an appointment to the slot that a handle stands for; where it stood stays in its history.

use crate::{
    acts::{By, Done, seen, visit_of},
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use clinic_domain::{
    appointment::{Appointment, Requester},
    arbitration::Act,
    id::{AppointmentId, Version},
    operation::OperationBody,
    refusal::Missing,
};

pub struct RescheduleRequest {
    pub appointment: AppointmentId,
    pub seen: Version,
    pub handle: String,
    pub requested_by: Requester,
    pub overbook_reason: Option<String>,
}

/// The visit as it stands now and the day it stood on before.
pub struct Moved {
    pub now: Appointment,
    pub before: Appointment,
}

pub fn reschedule(desk: &FrontDesk, by: impl Into<By>, request: RescheduleRequest) -> AppResult<Done<Moved>> {
    let slot = found(desk.seal.open(&request.handle), Missing::Offer)?;
    let RescheduleRequest { appointment, requested_by, overbook_reason, .. } = request;
    let body = OperationBody::Reschedule { appointment, slot, overbook_reason, requested_by, series: None };
    desk.write(by, "reschedule", |acts| moved(acts.promise(body, seen(request.seen))?))
}

/// What a move did.
pub(crate) fn moved(act: &Act) -> AppResult<Moved> {
    Ok(Moved { now: visit_of(act)?, before: found(act.stood().cloned(), Missing::Appointment)? })
}
