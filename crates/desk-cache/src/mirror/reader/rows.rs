//! The rows that lists show, and the columns they are read from.

use super::super::{columns::Columns, packed};
use crate::error::CacheError;
use chrono::NaiveDate;
use clinic_domain::{
    appointment::{Allocation, AppointmentStatus, ConfirmationState},
    arbitration::PatientFacts,
    id::{AppointmentId, AppointmentTypeId, LocationId, PatientId, SeriesId, Version},
    patient::{Patient, Sex},
    personal::Personal,
    time::{Instant, Period},
};
use rusqlite::Row;

/// What lists show of a patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatientLine {
    pub id: PatientId,
    pub version: Version,
    pub record_number: String,
    pub family_name: Personal,
    pub given_names: Personal,
    pub birth_date: Option<NaiveDate>,
    pub sex: Sex,
    /// The first number; empty for none.
    pub phone: Personal,
    pub needs_interpreter: bool,
    pub has_alert: bool,
    pub is_deceased: bool,
    pub is_active: bool,
}

/// What lists show of an appointment, with its patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayRow {
    pub id: AppointmentId,
    pub version: Version,
    pub location: LocationId,
    pub appointment_type: AppointmentTypeId,
    pub visit: Period,
    pub wall_start: String,
    pub status: AppointmentStatus,
    pub confirmation: ConfirmationState,
    pub has_note: bool,
    /// Since when the patient waits, while arrived or checked in.
    pub waiting_since: Option<Instant>,
    /// What it takes up, buffers included. The first provider is the visit's own.
    pub allocations: Vec<Allocation>,
    pub series: Option<SeriesId>,
    /// Only the id where the patient has not come yet.
    pub patient: PatientLine,
}

impl AsRef<DayRow> for DayRow {
    fn as_ref(&self) -> &DayRow {
        self
    }
}

impl DayRow {
    /// Whether it takes up its resources.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.status.is_live()
    }

    /// The highest lane among its allocations: above 0 for an overbook.
    #[must_use]
    pub fn lane(&self) -> u8 {
        self.allocations.iter().map(|it| it.lane).max().unwrap_or(0)
    }
}

impl PatientLine {
    /// What a visit is decided on.
    #[must_use]
    pub fn facts(&self) -> PatientFacts {
        PatientFacts { id: self.id, is_deceased: self.is_deceased, is_active: self.is_active }
    }
}

/// The columns of a [`PatientLine`], of `patient p`.
macro_rules! patient_columns {
    () => {
        "p.id, p.version, p.record_number, p.family_name, p.given_names, p.birth_date, p.sex, p.phone,
         p.needs_interpreter, p.has_alert, p.is_deceased, p.is_active"
    };
}
pub(in crate::mirror) use patient_columns;

/// How many columns [`patient_columns`] names.
pub(in crate::mirror) const PATIENT_COLUMNS: usize = 12;

/// The columns of a [`DayRow`], of `appointment a`, without its patient's.
macro_rules! appointment_columns {
    () => {
        "a.id, a.version, a.location, a.patient, a.appointment_type, a.starts_at, a.ends_at, a.wall_start, a.status,
         a.confirmation, a.has_note, a.waiting_since, a.allocations, a.series"
    };
}
pub(in crate::mirror) use appointment_columns;

/// How many columns [`appointment_columns`] names.
pub(in crate::mirror) const APPOINTMENT_COLUMNS: usize = 14;

/// From [`patient_columns`], starting at column `at`.
pub(in crate::mirror) fn patient_line(row: &Row<'_>, at: usize) -> Result<PatientLine, CacheError> {
    let columns = Columns::of(row, "patient", at);
    Ok(PatientLine {
        id: columns.id(at, PatientId::from_bytes)?,
        version: Version(columns.get(at + 1)?),
        record_number: columns.text(at + 2)?.to_owned(),
        family_name: columns.personal(at + 3)?,
        given_names: columns.personal(at + 4)?,
        birth_date: columns.date(at + 5)?,
        sex: columns.code(at + 6)?,
        phone: columns.personal(at + 7)?,
        needs_interpreter: columns.get(at + 8)?,
        has_alert: columns.get(at + 9)?,
        is_deceased: columns.get(at + 10)?,
        is_active: columns.get(at + 11)?,
    })
}

/// From [`appointment_columns`] and then [`patient_columns`].
pub(in crate::mirror) fn day_row(row: &Row<'_>) -> Result<DayRow, CacheError> {
    let columns = Columns::of(row, "appointment", 0);
    let visit = columns.period(5)?;
    let patient = match columns.get::<Option<i64>>(APPOINTMENT_COLUMNS + 1)? {
        Some(_) => patient_line(row, APPOINTMENT_COLUMNS)?,
        None => unknown_patient(columns.id(3, PatientId::from_bytes)?),
    };
    Ok(DayRow {
        id: columns.id(0, AppointmentId::from_bytes)?,
        version: Version(columns.get(1)?),
        location: columns.id(2, LocationId::from_bytes)?,
        appointment_type: columns.id(4, AppointmentTypeId::from_bytes)?,
        visit,
        wall_start: columns.text(7)?.to_owned(),
        status: columns.code(8)?,
        confirmation: columns.code(9)?,
        has_note: columns.get(10)?,
        waiting_since: columns.get::<Option<i64>>(11)?.map(Instant),
        allocations: packed::unpack(visit.start(), columns.bytes(12)?).ok_or_else(|| columns.broken(12))?,
        series: columns.get::<Option<_>>(13)?.map(SeriesId::from_bytes),
        patient,
    })
}

/// A visit is shown even if its patient's row is still on its way.
fn unknown_patient(id: PatientId) -> PatientLine {
    PatientLine {
        id,
        version: Version(0),
        record_number: String::new(),
        family_name: Personal::default(),
        given_names: Personal::default(),
        birth_date: None,
        sex: Sex::Unknown,
        phone: Personal::default(),
        needs_interpreter: false,
        has_alert: false,
        is_deceased: false,
        is_active: true,
    }
}

impl From<&Patient> for PatientLine {
    fn from(patient: &Patient) -> PatientLine {
        PatientLine {
            id: patient.id,
            version: patient.version,
            record_number: patient.record_number.clone(),
            family_name: patient.family_name.clone(),
            given_names: patient.given_names.clone(),
            birth_date: patient.birth_date,
            sex: patient.sex,
            phone: patient.phones.first().map(|it| it.number.clone()).unwrap_or_default(),
            needs_interpreter: patient.needs_interpreter,
            has_alert: !patient.alert.is_empty(),
            is_deceased: patient.is_deceased,
            is_active: patient.is_active,
        }
    }
}
