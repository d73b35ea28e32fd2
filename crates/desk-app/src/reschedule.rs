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

/// A move as it is decided, on somebody's word.
pub(crate) struct Moving<'a> {
    pub appointment: AppointmentId,
    pub seen: Version,
    pub slot: &'a SlotContent,
    pub requested_by: Requester,
    pub overbook_reason: Option<&'a str>,
    /// Whether the patient knows.
    pub is_promised: bool,
    /// How it repeats from now on, for one that is moved with others of its series.
    pub series: Option<&'a Series>,
}

pub fn reschedule(desk: &FrontDesk, who: PersonId, request: RescheduleRequest) -> AppResult<Done<Moved>> {
    let slot = found(desk.seal.open(&request.handle), Missing::Offer)?;
    let moving = Moving {
        appointment: request.appointment,
        seen: request.seen,
        slot: &slot,
        requested_by: request.requested_by,
        overbook_reason: request.overbook_reason.as_deref(),
        is_promised: true,
        series: None,
    };
    desk.write_all(who, "reschedule", |acts| {
        let written = decide(acts.scene(), &moving)?;
        acts.take(written)
    })
}

pub(crate) fn decide(scene: &Scene<'_>, moving: &Moving<'_>) -> AppResult<Written<Moved>> {
    let Moving { slot, requested_by, overbook_reason, is_promised, series, .. } = *moving;
    let before = current(scene, moving.appointment, moving.seen)?;
    let rows = BookingRows::read(scene, before.patient, slot, requested_by)?;
    let facts = rows.facts(scene);
    let now = arbitration::reschedule(&facts, &before, slot, overbook_reason, requested_by, series)?;
    Ok(Written {
        body: OperationBody::Reschedule {
            appointment: before.id,
            slot: slot.clone(),
            overbook_reason: overbook_reason.map(str::to_owned),
            requested_by,
            series: series.cloned(),
        },
        base: Some(Base::Version(before.version)),
        promised_to_patient: is_promised,
        changes: vec![Change::Appointment(Box::new(now.clone()))],
        patient: Some(now.patient),
        value: Moved { now, before },
    })
}
