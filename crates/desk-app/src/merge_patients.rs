//! Two records that are one person: looked at side by side, made one, and two again.

use crate::{
    acts::{Done, seen},
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use clinic_domain::{
    alias::PatientField,
    appointment::Appointment,
    arbitration::{Act, permitted},
    id::{PatientId, PersonId, Version},
    operation::{Change, OperationBody},
    patient::{Caregiver, Patient},
    people::Permission,
    refusal::Missing,
    time::Instant,
};
use desk_cache::mirror::{DayRow, Reader};

/// One of the two records, with what belongs to it.
pub struct Side {
    pub patient: Patient,
    pub caregivers: Vec<Caregiver>,
    /// Soonest first.
    pub next: Vec<DayRow>,
    pub visits: usize,
}

pub struct MergePreview {
    pub kept: Side,
    pub merged: Side,
    /// The fields in which they differ, and whether the merged record's is most likely the better one.
    pub fields: Vec<(PatientField, bool)>,
    /// Booked visits of the two at one time.
    pub overlaps: Vec<(DayRow, DayRow)>,
    pub now: Instant,
}

const SHOWN_VISITS: u32 = 50;

/// A read of both records.
pub fn merge_preview(
    desk: &FrontDesk,
    who: PersonId,
    kept: PatientId,
    merged: PatientId,
) -> AppResult<MergePreview> {
    permitted(&desk.author(who)?, Permission::MergePatients)?;
    desk.audit_read(who, "view_patient", None, kept)?;
    desk.audit_read(who, "view_patient", None, merged)?;
    let now = desk.now();
    desk.read(|reader| {
        let (kept, merged) = (side(reader, kept, now)?, side(reader, merged, now)?);
        let differing = |field: &&PatientField| field.differs(&kept.patient, &merged.patient);
        let better = |field: &PatientField| (*field, field.is_better_in(&merged.patient, &kept.patient));
        let fields = PatientField::ALL.iter().filter(differing).map(better).collect();
        let pairs = kept.next.iter().flat_map(|a| merged.next.iter().map(move |b| (a, b)));
        let overlaps = pairs.filter(|(a, b)| a.visit.overlaps(&b.visit));
        let overlaps = overlaps.map(|(a, b)| (a.clone(), b.clone())).collect();
        Ok(MergePreview { fields, overlaps, now, kept, merged })
    })
}

fn side(reader: &Reader<'_>, id: PatientId, now: Instant) -> AppResult<Side> {
    Ok(Side {
        patient: found(reader.patient(id)?, Missing::Patient)?,
        caregivers: reader.caregivers_of(id)?,
        next: reader.next_visits(id, now, SHOWN_VISITS)?,
        visits: reader.appointments_of(id)?.len(),
    })
}

pub struct MergeRequest {
    pub kept: PatientId,
    pub kept_seen: Version,
    pub merged: PatientId,
    pub merged_seen: Version,
    /// The fields that the kept record takes from the merged one.
    pub taken: Vec<PatientField>,
}

/// Both records, and the visits whose day changes its look.
pub struct Merged {
    pub kept: Patient,
    pub merged: PatientId,
    pub visits: Vec<Appointment>,
}

pub fn merge_patients(desk: &FrontDesk, who: PersonId, request: &MergeRequest) -> AppResult<Done<Merged>> {
    let MergeRequest { kept, merged, kept_seen, merged_seen, ref taken } = *request;
    let (taken, merged_after) = (taken.clone(), None);
    let body = OperationBody::PatientMerge { kept, merged, merged_seen, merged_after, taken };
    desk.write(who, "patient_merge", |acts| Merged::of(acts.decide(body, seen(kept_seen))?, merged))
}

/// Makes two records again of those that a merge made one.
pub fn separate_patient(
    desk: &FrontDesk,
    who: PersonId,
    merged: PatientId,
    version: Version,
) -> AppResult<Done<Merged>> {
    let body = OperationBody::PatientSeparate { merged };
    desk.write(who, "patient_separate", |acts| Merged::of(acts.decide(body, seen(version))?, merged))
}

impl Merged {
    fn of(act: &Act, merged: PatientId) -> AppResult<Merged> {
        let kept = act.after.iter().find_map(|it| match it {
            Change::Patient(it) if it.id != merged => Some((**it).clone()),
            _ => None,
        });
        let visits = act.after.iter().filter_map(Change::visit).cloned().collect();
        Ok(Merged { kept: found(kept, Missing::Patient)?, merged, visits })
    }
}
