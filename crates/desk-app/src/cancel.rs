//! Cancels an appointment with a coded reason.

use crate::{
    acts::{Done, Scene, Written},
    appointment::current,
    error::AppResult,
    front_desk::FrontDesk,
};
use clinic_domain::{
    appointment::{Appointment, CancelReason, Requester},
    arbitration::{self, CancelFacts},
    id::{AppointmentId, PersonId, Version},
    operation::{Base, Change, OperationBody},
    personal::Personal,
};

pub struct CancelRequest {
    pub appointment: AppointmentId,
    pub seen: Version,
    pub reason: CancelReason,
    pub requested_by: Requester,
    pub note: Personal,
}

pub fn cancel(desk: &FrontDesk, who: PersonId, request: CancelRequest) -> AppResult<Done<Appointment>> {
    desk.write(who, "cancel", |scene| {
        let before = current(scene, request.appointment, request.seen)?;
        let CancelRequest { reason, requested_by, note, .. } = request;
        let written = decide(scene, &before, Asked { reason, requested_by, note })?;
        Ok(written.map(|it| scene.done(it)))
    })
}

/// What is said with a cancellation.
#[derive(Clone)]
pub(crate) struct Asked {
    pub reason: CancelReason,
    pub requested_by: Requester,
    pub note: Personal,
}

/// The cancellation inside a write.
pub(crate) fn decide(
    scene: &Scene<'_>,
    before: &Appointment,
    asked: Asked,
) -> AppResult<Written<Appointment>> {
    let Asked { reason, requested_by, note } = asked;
    let facts = CancelFacts {
        author: &scene.author,
        now: scene.now,
        late_cancel_hours: scene.configuration.setup.organization.settings.late_cancel_hours,
        requested_by,
    };
    let cancelled = arbitration::cancel(&facts, before, reason, &note)?;
    let recalls = arbitration::reopened(&scene.recalls_of(cancelled.patient)?, cancelled.id);
    let mut changes = vec![Change::Appointment(Box::new(cancelled.clone()))];
    changes.extend(recalls.into_iter().map(Change::Recall));
    Ok(Written {
        body: OperationBody::Cancel { appointment: before.id, reason, note, requested_by },
        base: Some(Base::Version(before.version)),
        promised_to_patient: false,
        changes,
        patient: Some(cancelled.patient),
        value: cancelled,
    })
}
