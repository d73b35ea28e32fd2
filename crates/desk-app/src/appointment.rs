//! One appointment, read for a change or for a person.

use crate::{
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use clinic_domain::{
    appointment::{Appointment, Requester},
    arbitration::permitted,
    id::{AppointmentId, PersonId},
    patient::{Caregiver, Patient},
    people::Permission,
    refusal::Missing,
};
use desk_cache::{mirror::DayRow, store::Marks};
use std::sync::Arc;

/// An appointment with the people it names.
pub struct FullAppointment {
    pub appointment: Appointment,
    /// The same as lists show it.
    pub row: DayRow,
    pub patient: Patient,
    /// The caregivers that its history names.
    pub caregivers: Vec<Caregiver>,
    /// The visit that it stands in for, and the one that stands in for it.
    pub instead_of: Option<Appointment>,
    pub rebooked_as: Option<Appointment>,
    /// Every visit of the series that it is one of, by start.
    pub series: Vec<DayRow>,
    pub marks: Arc<Marks>,
}

/// The appointment for a person to look at; audited as a read of the patient.
pub fn appointment(desk: &FrontDesk, who: PersonId, id: AppointmentId) -> AppResult<FullAppointment> {
    permitted(&desk.author(who)?, Permission::ViewDay)?;
    let full = unaudited(desk, id)?;
    desk.audit_read(who, "view_appointment", Some(id.0), full.patient.id)?;
    Ok(full)
}

/// The same right after this person changed it: the change is the audit entry.
pub fn unaudited(desk: &FrontDesk, id: AppointmentId) -> AppResult<FullAppointment> {
    desk.read(|reader| {
        let appointment = found(reader.appointment(id)?, Missing::Appointment)?;
        let patient = found(reader.patient(appointment.patient)?, Missing::Patient)?;
        let rows = reader.visits_of(patient.id, appointment.visit)?;
        let row = found(rows.into_iter().find(|it| it.id == id), Missing::Appointment)?;
        let caregivers =
            if names_a_caregiver(&appointment) { reader.caregivers_of(patient.id)? } else { Vec::new() };
        let linked = |id: Option<AppointmentId>| match id {
            Some(id) => reader.appointment(id),
            None => Ok(None),
        };
        Ok(FullAppointment {
            marks: desk.marks(reader)?,
            instead_of: linked(appointment.instead_of())?,
            rebooked_as: linked(appointment.rebooked_as())?,
            series: match &appointment.series {
                Some(it) => reader.series(it.id)?,
                None => Vec::new(),
            },
            appointment,
            row,
            patient,
            caregivers,
        })
    })
}

fn names_a_caregiver(appointment: &Appointment) -> bool {
    let is_caregiver = |it: Requester| matches!(it, Requester::Caregiver(_));
    is_caregiver(appointment.requested_by)
        || appointment.history.iter().any(|it| is_caregiver(it.requested_by))
}
