//! The patient's card: who it is, who acts for them, what comes and what was.

use crate::{
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use clinic_domain::{
    appointment::AppointmentStatus,
    arbitration::permitted,
    id::{PatientId, PersonId},
    patient::{Caregiver, Patient},
    people::Permission,
    refusal::Missing,
    time::Instant,
};
use desk_cache::mirror::DayRow;

pub struct PatientCard {
    pub patient: Patient,
    pub caregivers: Vec<Caregiver>,
    /// Soonest first.
    pub next: Vec<DayRow>,
    /// Latest first.
    pub last: Vec<DayRow>,
    pub no_shows: u32,
    pub now: Instant,
    pub may_edit: bool,
    pub may_see_audit: bool,
}

const SHOWN_VISITS: u32 = 10;

/// Audited before it shows.
pub fn patient_card(desk: &FrontDesk, who: PersonId, id: PatientId) -> AppResult<PatientCard> {
    let author = desk.author(who)?;
    permitted(&author, Permission::ViewPatient)?;
    desk.lookups.settle(desk, true)?;
    desk.audit_read(who, "view_patient", None, id)?;
    let now = desk.now();
    desk.read(|reader| {
        Ok(PatientCard {
            patient: found(reader.patient(id)?, Missing::Patient)?,
            caregivers: reader.caregivers_of(id)?,
            next: reader.next_visits(id, now, SHOWN_VISITS)?,
            last: reader.last_visits(id, now, SHOWN_VISITS)?,
            no_shows: reader.count_visits(id, AppointmentStatus::NoShow)?,
            now,
            may_edit: author.may(Permission::EditPatient),
            may_see_audit: author.may(Permission::ViewAudit),
        })
    })
}
