//! Registering and changing patients and their caregivers.

use crate::{
    acts::{Done, Scene, Written},
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use chrono::NaiveDate;
use clinic_domain::{
    arbitration,
    id::PersonId,
    operation::{Base, Change, OperationBody},
    patient::{Caregiver, Patient},
    refusal::{Missing, Refusal},
};

/// Registers a patient, unless somebody who may be the same person is there already and the caller has not
/// looked at them.
pub fn register_patient(
    desk: &FrontDesk,
    who: PersonId,
    wanted: &Patient,
    accept_duplicates: bool,
) -> AppResult<Patient> {
    desk.write(who, "patient_create", |scene| {
        let mut patient = arbitration::put_patient(&scene.author, today(scene), None, wanted)?;
        if !accept_duplicates {
            let suspects: Vec<_> = scene.reader().duplicates_of(&patient)?.iter().map(|it| it.id).collect();
            if !suspects.is_empty() {
                return Err(Refusal::DuplicateSuspected { patients: suspects }.into());
            }
        }
        patient.record_number = scene.reader().next_record_number()?;
        let body = OperationBody::PatientCreate(Box::new(patient.clone()));
        Ok(written(body, None, &patient, patient.clone()))
    })
}

pub fn change_patient(desk: &FrontDesk, who: PersonId, wanted: &Patient) -> AppResult<Done<Patient>> {
    desk.write(who, "patient_patch", |scene| {
        let current = found(scene.reader().patient(wanted.id)?, Missing::Patient)?;
        if scene.reader().kept_of(wanted.id)? != wanted.id {
            return Err(Refusal::PatientMerged.into());
        }
        let patient = arbitration::put_patient(&scene.author, today(scene), Some(&current), wanted)?;
        let body = OperationBody::PatientPatch(Box::new(patient.clone()));
        let base = Some(Base::Version(current.version));
        Ok(written(body, base, &patient, scene.done(patient.clone())))
    })
}

pub fn put_caregiver(desk: &FrontDesk, who: PersonId, wanted: &Caregiver) -> AppResult<Done<Caregiver>> {
    desk.write(who, "caregiver_put", |scene| {
        found(scene.reader().patient(wanted.patient)?, Missing::Patient)?;
        let current = scene.reader().caregiver(wanted.id)?;
        let mut caregiver = arbitration::put_caregiver(&scene.author, current.as_ref(), wanted)?;
        caregiver.source = current.as_ref().and_then(|it| it.source.clone());
        Ok(Written {
            body: OperationBody::CaregiverPut(caregiver.clone()),
            base: current.map(|it| Base::Version(it.version)),
            promised_to_patient: false,
            changes: vec![Change::Caregiver(caregiver.clone())],
            patient: Some(caregiver.patient),
            value: scene.done(caregiver),
        })
    })
}

fn written<T>(body: OperationBody, base: Option<Base>, patient: &Patient, value: T) -> Written<T> {
    Written {
        body,
        base,
        promised_to_patient: false,
        changes: vec![Change::Patient(Box::new(patient.clone()))],
        patient: Some(patient.id),
        value,
    }
}

/// Today anywhere the organization works: a birth date of today is possible as soon as the day began somewhere.
fn today(scene: &Scene<'_>) -> NaiveDate {
    let zones = scene.configuration.setup.locations.iter().map(|it| it.zone);
    let dates = zones.map(|zone| scene.now.local_date(zone));
    dates.max().unwrap_or_else(|| scene.now.local_date(chrono_tz::UTC))
}
