//! The status flow, the patient's confirmation and the note: small changes to one visit.

use crate::{
    acts::{Done, Scene, Written},
    appointment::{current, zone_of},
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus, ConfirmationState, Requester},
    arbitration::{self, StatusFacts},
    attendance::TriageCategory,
    availability::{self, Book},
    id::{AppointmentId, PersonId, Version},
    operation::{Base, Change, OperationBody},
    patient::ContactChannel,
    personal::Personal,
    refusal::Missing,
};

/// A visit as the person saw it.
#[derive(Clone, Copy)]
pub struct Seen {
    pub appointment: AppointmentId,
    pub version: Version,
}

pub fn set_status(
    desk: &FrontDesk,
    who: PersonId,
    seen: Seen,
    to: AppointmentStatus,
    requested_by: Requester,
) -> AppResult<Done<Appointment>> {
    desk.write(who, "set_status", |scene| decide(scene, seen, to, requested_by))
}

/// The step inside a write.
pub(crate) fn decide(
    scene: &Scene<'_>,
    seen: Seen,
    to: AppointmentStatus,
    requested_by: Requester,
) -> AppResult<Written<Done<Appointment>>> {
    let before = current(scene, seen.appointment, seen.version)?;
    let zone = zone_of(scene, &before)?;
    let queue_number = queue_number(scene, &before)?;
    let facts = StatusFacts { author: &scene.author, now: scene.now, zone, requested_by, queue_number };
    let after = arbitration::set_status(&facts, &before, to)?;
    check_still_free(scene, &before, &after)?;
    let body = OperationBody::SetStatus { appointment: before.id, to, requested_by };
    Ok(written(scene, body, &before, after))
}

pub fn set_confirmation(
    desk: &FrontDesk,
    who: PersonId,
    seen: Seen,
    state: ConfirmationState,
    channel: ContactChannel,
) -> AppResult<Done<Appointment>> {
    desk.write(who, "set_confirmation", |scene| {
        let before = current(scene, seen.appointment, seen.version)?;
        let after = arbitration::set_confirmation(&scene.author, scene.now, &before, state, channel)?;
        let body = OperationBody::SetConfirmation { appointment: before.id, state, channel };
        Ok(written(scene, body, &before, after))
    })
}

pub fn set_note(desk: &FrontDesk, who: PersonId, seen: Seen, note: Personal) -> AppResult<Done<Appointment>> {
    desk.write(who, "set_note", |scene| {
        let before = current(scene, seen.appointment, seen.version)?;
        let after = arbitration::set_note(&scene.author, scene.now, &before, &note)?;
        let body = OperationBody::SetNote { appointment: before.id, note: note.clone() };
        Ok(written(scene, body, &before, after))
    })
}

/// How urgent it is that the patient is seen.
pub fn set_triage(
    desk: &FrontDesk,
    who: PersonId,
    seen: Seen,
    category: TriageCategory,
) -> AppResult<Done<Appointment>> {
    desk.write(who, "set_triage", |scene| {
        let before = current(scene, seen.appointment, seen.version)?;
        let after = arbitration::set_triage(&scene.author, scene.now, &before, category)?;
        let body = OperationBody::SetTriage { appointment: before.id, category };
        Ok(written(scene, body, &before, after))
    })
}

/// The number that the patient would wait by, where the location numbers everybody who arrives.
pub(crate) fn queue_number(scene: &Scene<'_>, visit: &Appointment) -> AppResult<Option<u32>> {
    let location = found(scene.configuration.setup.location(visit.location), Missing::Location)?;
    let is_numbered = location.numbers_arrivals && visit.attendance.queue_number.is_none();
    is_numbered.then(|| scene.next_queue_number(location)).transpose()
}

/// A no-show that turns up comes back to life: its place may be somebody else's by now.
pub(crate) fn check_still_free(
    scene: &Scene<'_>,
    before: &Appointment,
    after: &Appointment,
) -> AppResult<()> {
    if before.is_live() || !after.is_live() {
        return Ok(());
    }
    for allocation in &after.allocations {
        let setup = &scene.configuration.setup;
        let resources = setup.with_same_persons(vec![allocation.resource]);
        let book: Book = scene.busy(&resources, allocation.during)?.into_iter().collect();
        let lost = availability::place_lost(setup, &book, after, allocation);
        if let Some(refusal) = lost.into_iter().next() {
            return Err(refusal.into());
        }
    }
    Ok(())
}

pub(crate) fn written(
    scene: &Scene<'_>,
    body: OperationBody,
    before: &Appointment,
    after: Appointment,
) -> Written<Done<Appointment>> {
    Written {
        body,
        base: Some(Base::Version(before.version)),
        promised_to_patient: false,
        changes: vec![Change::Appointment(Box::new(after.clone()))],
        patient: Some(after.patient),
        value: scene.done(after),
    }
}
