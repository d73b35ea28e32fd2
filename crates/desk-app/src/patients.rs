//! Registering and changing patients and their caregivers.

use crate::{
    acts::{Done, seen},
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use clinic_domain::{
    arbitration::Act,
    id::{PatientId, PersonId},
    operation::{Change, OperationBody},
    patient::{Caregiver, Patient},
    refusal::{Missing, Refusal},
    short_code::ShortCode,
};

/// Registers a patient, unless somebody who may be the same person is there already and the caller has not
/// looked at them.
pub fn register_patient(
    desk: &FrontDesk,
    who: PersonId,
    wanted: &Patient,
    accept_duplicates: bool,
) -> AppResult<Patient> {
    let body = OperationBody::PatientCreate(Box::new(wanted.clone()));
    let registered = desk.write(who, "patient_create", |acts| {
        let patient = patient_of(acts.decide(body, None)?)?;
        if !accept_duplicates {
            let suspects: Vec<_> = acts.mirror().duplicates_of(&patient)?.iter().map(|it| it.id).collect();
            if !suspects.is_empty() {
                return Err(Refusal::DuplicateSuspected { patients: suspects }.into());
            }
        }
        Ok(patient)
    });
    registered.map(|it| it.value)
}

/// Of somebody who is registered next: one whose short code nobody here has.
pub fn new_patient(desk: &FrontDesk) -> AppResult<PatientId> {
    desk.read(|reader| {
        loop {
            let id = PatientId(desk.ids.next());
            if !reader.has_short_code(ShortCode::of(id))? {
                return Ok(id);
            }
        }
    })
}

pub fn change_patient(desk: &FrontDesk, who: PersonId, wanted: &Patient) -> AppResult<Done<Patient>> {
    let body = OperationBody::PatientPatch(Box::new(wanted.clone()));
    desk.write(who, "patient_patch", |acts| patient_of(acts.decide(body, seen(wanted.version))?))
}

pub fn put_caregiver(desk: &FrontDesk, who: PersonId, wanted: &Caregiver) -> AppResult<Done<Caregiver>> {
    let body = OperationBody::CaregiverPut(wanted.clone());
    desk.write(who, "caregiver_put", |acts| match acts.decide(body, seen(wanted.version))?.after.first() {
        Some(Change::Caregiver(it)) => Ok(it.clone()),
        _ => found(None, Missing::Caregiver),
    })
}

fn patient_of(act: &Act) -> AppResult<Patient> {
    match act.after.first() {
        Some(Change::Patient(it)) => Ok((**it).clone()),
        _ => found(None, Missing::Patient),
    }
}
