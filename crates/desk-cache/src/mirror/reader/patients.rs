//! Patients, their caregivers, and what an import knows a record by.

use super::{
    super::{
        columns::Columns,
        fact,
        record::{self, detail_columns, record_columns},
        statement::{all, first, statements},
    },
    Reader,
    rows::{PatientLine, patient_columns, patient_line},
};
use crate::error::CacheError;
use clinic_domain::{
    id::{CaregiverId, PatientId, ResourceId, Version},
    patient::{Caregiver, Patient, RECORD_NUMBERS_ABOVE},
};
use clinic_protocol::Entity;
use std::collections::BTreeSet;
use uuid::Uuid;

statements! {
    PATIENT = concat!(
        "SELECT ",
        record_columns!(),
        " FROM patient p JOIN patient_detail d ON d.row_id = p.row_id WHERE p.id = ?1"
    );
    PATIENT_LINE = concat!("SELECT ", patient_columns!(), " FROM patient p WHERE p.id = ?1");
    CAREGIVER = "SELECT id, body FROM caregiver WHERE id = ?1";
    CAREGIVERS_OF = "SELECT id, body FROM caregiver WHERE patient = ?1 ORDER BY row_id";
    ANY_PATIENT = "SELECT EXISTS (SELECT 1 FROM patient)";
    REVISION = "SELECT patient_revision FROM sync_state";
    HAS_RECORD_NUMBER = "SELECT 1 FROM patient WHERE record_number = ?1 AND record_number <> ''";
    LAST_RECORD_NUMBER = "SELECT last_record_number FROM sync_state";
    PATIENT_BY_SOURCE = "SELECT k.id, k.version FROM patient_detail d JOIN patient p ON p.row_id = d.row_id
                         LEFT JOIN patient_alias a ON a.merged = p.id AND a.is_active
                         JOIN patient k ON k.id = coalesce(a.kept, p.id)
                         WHERE d.source = ?1";
    CAREGIVER_BY_SOURCE = "SELECT id, version FROM caregiver WHERE source = ?1";
    APPOINTMENT_BY_SOURCE = "SELECT a.id, a.version
                             FROM appointment_detail d JOIN appointment a ON a.row_id = d.row_id
                             WHERE d.source = ?1";
    SETUP_BY_SOURCE = "SELECT id, version FROM setup WHERE source = ?1 AND kind = ?2";
}

/// The kinds of record that an import brings along under an identifier of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sourced {
    Location,
    Resource,
    Exception,
    Patient,
    Caregiver,
    Appointment,
}

impl Reader<'_> {
    pub fn has_patients(&self) -> Result<bool, CacheError> {
        Ok(first(self.conn, ANY_PATIENT, [], |row| Ok(row.get(0)?))?.unwrap_or(false))
    }

    /// Another number than last time: [`Reader::own_providers`] may answer something else.
    pub fn patient_revision(&self) -> Result<u64, CacheError> {
        Ok(first(self.conn, REVISION, [], |row| Ok(row.get(0)?))?.unwrap_or(0))
    }

    /// How many there are, and whose patients those are that have a provider of their own.
    pub fn own_providers(&self) -> Result<(u64, Vec<(PatientId, ResourceId)>), CacheError> {
        fact::own::read(self.conn)
    }

    pub fn patient(&self, id: PatientId) -> Result<Option<Patient>, CacheError> {
        first(self.conn, PATIENT, [id.as_bytes()], |row| record::patient(row, 0))
    }

    /// What lists show of the patient.
    pub fn patient_line(&self, id: PatientId) -> Result<Option<PatientLine>, CacheError> {
        first(self.conn, PATIENT_LINE, [id.as_bytes()], |row| patient_line(row, 0))
    }

    /// Those that are here, in the order of `ids`.
    pub fn patients(&self, ids: &[PatientId]) -> Result<Vec<Patient>, CacheError> {
        ids.iter().filter_map(|id| self.patient(*id).transpose()).collect()
    }

    pub fn caregiver(&self, id: CaregiverId) -> Result<Option<Caregiver>, CacheError> {
        first(self.conn, CAREGIVER, [id.as_bytes()], |row| Columns::of(row, "caregiver", 0).body(1))
    }

    /// Inactive ones too, oldest first.
    pub fn caregivers_of(&self, patient: PatientId) -> Result<Vec<Caregiver>, CacheError> {
        let read = |row: &rusqlite::Row<'_>| Columns::of(row, "caregiver", 0).body(1);
        all(self.conn, CAREGIVERS_OF, [patient.as_bytes()], read)
    }

    /// One above every number that was given so far.
    pub fn next_record_number(&self) -> Result<u32, CacheError> {
        let last: u32 = first(self.conn, LAST_RECORD_NUMBER, [], |row| Ok(row.get(0)?))?.unwrap_or(0);
        Ok(last.max(RECORD_NUMBERS_ABOVE) + 1)
    }

    /// Those of the record numbers that a patient has.
    pub fn record_numbers_taken(&self, of: &[String]) -> Result<BTreeSet<String>, CacheError> {
        let mut taken = BTreeSet::new();
        for number in of {
            if first(self.conn, HAS_RECORD_NUMBER, [number], |_| Ok(()))?.is_some() {
                taken.insert(number.clone());
            }
        }
        Ok(taken)
    }

    /// The record that an import brought under this identifier (`system|value`), and its version; of a patient who was
    /// merged, the kept one.
    pub fn find_by_source(&self, kind: Sourced, source: &str) -> Result<Option<(Uuid, Version)>, CacheError> {
        use clinic_domain::{organization::Location, resource::Resource, schedule::ScheduleException};
        let read = |row: &rusqlite::Row<'_>| {
            let columns = Columns::of(row, "source", 0);
            Ok((columns.id(0, Uuid::from_bytes)?, Version(columns.get(1)?)))
        };
        match kind {
            Sourced::Patient => first(self.conn, PATIENT_BY_SOURCE, [source], read),
            Sourced::Caregiver => first(self.conn, CAREGIVER_BY_SOURCE, [source], read),
            Sourced::Appointment => first(self.conn, APPOINTMENT_BY_SOURCE, [source], read),
            Sourced::Location => first(self.conn, SETUP_BY_SOURCE, (source, Location::KIND), read),
            Sourced::Resource => first(self.conn, SETUP_BY_SOURCE, (source, Resource::KIND), read),
            Sourced::Exception => first(self.conn, SETUP_BY_SOURCE, (source, ScheduleException::KIND), read),
        }
    }
}
