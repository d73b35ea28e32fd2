//! Moves an appointment to the slot that a handle stands for; where it stood stays in its history.

use crate::{
    acts::{Done, Scene, Written},
    appointment::current,
    book::BookingRows,
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use clinic_domain::{
    appointment::{Appointment, Requester},
    arbitration,
    id::{AppointmentId, PersonId, Version},
    operation::{Base, Change, OperationBody, SlotContent},
    refusal::Missing,
    series::Series,
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
        let RescheduleRequest { overbook_reason, requested_by, .. } = request;
        let written = decide(scene, before, slot, Asked { overbook_reason, requested_by, series: None })?;
        Ok(written.map(|it| scene.done(it)))
    })
}

/// What is said with a move.
#[derive(Clone)]
pub(crate) struct Asked {
    pub overbook_reason: Option<String>,
    pub requested_by: Requester,
    pub series: Option<Series>,
}

/// The move inside a write.
pub(crate) fn decide(
    scene: &Scene<'_>,
    before: Appointment,
    slot: SlotContent,
    asked: Asked,
) -> AppResult<Written<Moved>> {
    let Asked { overbook_reason, requested_by, series } = asked;
    let rows = BookingRows::read(scene, before.patient, &slot, requested_by)?;
    let reason = overbook_reason.as_deref();
    let facts = rows.facts(scene);
    let now = arbitration::reschedule(&facts, &before, &slot, reason, requested_by, series.as_ref())?;
    Ok(Written {
        base: Some(Base::Version(before.version)),
        promised_to_patient: true,
        changes: vec![Change::Appointment(Box::new(now.clone()))],
        patient: Some(now.patient),
        body: OperationBody::Reschedule {
            appointment: before.id,
            slot,
            overbook_reason,
            requested_by,
            series,
        },
        value: Moved { now, before },
    })
}
