//! Moves an appointment to the slot that a handle stands for; where it stood stays in its history.

use crate::{
    acts::{Done, Written},
    appointment::current,
    book::BookingRows,
    error::{AppResult, found},
    front_desk::FrontDesk,
    holds::taken_up,
};
use clinic_domain::{
    appointment::{Appointment, Requester},
    arbitration,
    id::{AppointmentId, PersonId, Version},
    operation::{Base, Change, OperationBody},
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

pub fn reschedule(desk: &FrontDesk, who: PersonId, request: RescheduleRequest) -> AppResult<Done<Moved>> {
    let slot = found(desk.seal.open(&request.handle), Missing::Offer)?;
    desk.write(who, "reschedule", |scene| {
        let before = current(scene, request.appointment, request.seen)?;
        let rows = BookingRows::read(scene, before.patient, &slot, request.requested_by)?;
        let reason = request.overbook_reason.as_deref();
        let now = arbitration::reschedule(&rows.facts(scene), &before, &slot, reason, request.requested_by)?;
        let moved = std::iter::once(Change::Appointment(Box::new(now.clone())));
        Ok(Written {
            body: OperationBody::Reschedule {
                appointment: before.id,
                slot: slot.clone(),
                overbook_reason: request.overbook_reason.clone(),
                requested_by: request.requested_by,
            },
            base: Some(Base::Version(before.version)),
            promised_to_patient: true,
            changes: moved.chain(taken_up(scene, &slot, now.patient, now.id)?).collect(),
            patient: Some(now.patient),
            value: scene.done(Moved { now, before }),
        })
    })
}
