//! Checks a patient in, once somebody made sure who it is.

use crate::{
    acts::Done,
    appointment::{current, zone_of},
    error::{AppResult, found},
    front_desk::FrontDesk,
    status::{Seen, check_still_free, queue_number, written},
};
use clinic_domain::{
    appointment::{Appointment, Requester},
    arbitration::{self, StatusFacts},
    counter::Asked,
    id::PersonId,
    operation::OperationBody,
    patient::IdentityField,
    refusal::Missing,
};

pub fn check_in(
    desk: &FrontDesk,
    who: PersonId,
    seen: Seen,
    verified: &[IdentityField],
    asked: Asked,
    requested_by: Requester,
) -> AppResult<Done<Appointment>> {
    desk.write(who, "check_in", |scene| {
        let before = current(scene, seen.appointment, seen.version)?;
        let patient = found(scene.reader().patient(before.patient)?, Missing::Patient)?;
        let zone = zone_of(scene, &before)?;
        let queue_number = queue_number(scene, &before)?;
        let facts = StatusFacts { author: &scene.author, now: scene.now, zone, requested_by, queue_number };
        let after = arbitration::check_in(&facts, &before, &patient, verified, asked)?;
        check_still_free(scene, &before, &after)?;
        let (appointment, verified) = (before.id, verified.to_vec());
        let body = OperationBody::CheckIn { appointment, verified, requested_by, asked };
        Ok(written(scene, body, &before, after))
    })
}
