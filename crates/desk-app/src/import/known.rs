//! What the desk has already of what an import brings: by the identifiers of its source, and people whom the import
//! knows by name alone by their names.

use crate::error::AppResult;
use clinic_domain::{
    appointment::Allocation,
    id::{AppointmentId, CaregiverId, PatientId},
    patient::Patient,
    setup::Setup,
};
use clinic_interop::{Batch, plan::Known, table};
use desk_cache::mirror::{Reader, Sourced};
use std::collections::{HashMap, HashSet};

pub(super) fn known<'a>(
    reader: &Reader<'_>,
    setup: &'a Setup,
    batch: &Batch,
    taken: Vec<Allocation>,
) -> AppResult<Known<'a>> {
    let mut patients = HashMap::new();
    for key in batch.patient_keys() {
        if let Some((id, _)) = reader.find_by_source(Sourced::Patient, key)?
            && let Some(patient) = reader.patient(PatientId(id))?
        {
            patients.insert(key.to_owned(), patient);
        }
    }
    let mut caregivers = HashMap::new();
    for key in batch.caregiver_keys() {
        if let Some((id, _)) = reader.find_by_source(Sourced::Caregiver, key)?
            && let Some(caregiver) = reader.caregiver(CaregiverId(id))?
        {
            caregivers.insert(key.to_owned(), caregiver);
        }
    }
    let mut appointments = HashMap::new();
    for key in batch.appointment_keys() {
        if let Some((id, _)) = reader.find_by_source(Sourced::Appointment, key)?
            && let Some(appointment) = reader.appointment(AppointmentId(id))?
        {
            appointments.insert(key.to_owned(), appointment);
        }
    }
    let namesakes = by_name(reader, batch, &mut patients)?;
    Ok(Known { setup, patients, caregivers, appointments, namesakes, taken })
}

/// Adds the desk's own patients whom the import knows by name; answers the keys that several of them go by.
fn by_name(
    reader: &Reader<'_>,
    batch: &Batch,
    patients: &mut HashMap<String, Patient>,
) -> AppResult<HashSet<String>> {
    let mut namesakes = HashSet::new();
    let mut looked_for: HashSet<&str> = HashSet::new();
    for (key, person) in batch.people() {
        if patients.contains_key(key) || !looked_for.insert(key) {
            continue;
        }
        let mut found = Vec::new();
        for line in reader.duplicates_of(person)? {
            let patient = reader.patient(line.id)?;
            found.extend(patient.filter(|it| table::keys_of(it).iter().any(|it| it == key)));
        }
        match found.len() {
            0 => {}
            1 => patients.extend(found.pop().map(|it| (key.to_owned(), it))),
            _ => drop(namesakes.insert(key.to_owned())),
        }
    }
    Ok(namesakes)
}
