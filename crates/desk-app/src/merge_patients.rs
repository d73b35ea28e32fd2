//! Two records that are one person: looked at side by side, made one, and two again.

use crate::{
    acts::{Done, Scene, Written},
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use clinic_domain::{
    alias::{PatientAlias, PatientField},
    appointment::Appointment,
    arbitration::{self, Merge, MergeFacts, permitted},
    hold::Hold,
    id::{PatientId, PersonId, Version},
    operation::{Base, Change, OperationBody},
    patient::{Caregiver, Patient},
    people::Permission,
    recall::Recall,
    refusal::Missing,
    time::Instant,
    waitlist::WaitlistEntry,
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
    desk.write(who, "patient_merge", |scene| {
        let rows = Rows::read(scene, request.kept, request.merged)?;
        let moves = Moves::of(scene, request.merged)?;
        let facts = rows.facts(scene, &moves);
        let MergeRequest { kept, merged, kept_seen, merged_seen, ref taken } = *request;
        let changes = arbitration::merge(&facts, &Merge { kept_seen, merged_seen, taken })?;
        let body = OperationBody::PatientMerge { kept, merged, merged_seen, taken: taken.clone() };
        Ok(written(scene, body, kept_seen, merged, changes, rows.kept))
    })
}

/// Makes two records again of those that a merge made one.
pub fn separate_patient(
    desk: &FrontDesk,
    who: PersonId,
    merged: PatientId,
    seen: Version,
) -> AppResult<Done<Merged>> {
    desk.write(who, "patient_separate", |scene| {
        let reader = scene.reader();
        let alias = found(reader.alias(merged)?, Missing::Patient)?;
        let rows = Rows::read(scene, alias.kept, merged)?;
        let mut moves = Moves::of(scene, alias.kept)?;
        moves.visits.retain(|it| alias.visits.contains(&it.id));
        moves.caregivers.retain(|it| alias.caregivers.contains(&it.id));
        moves.entries.retain(|it| alias.entries.contains(&it.id));
        moves.recalls.retain(|it| alias.recalls.contains(&it.id));
        moves.holds.retain(|it| it.entry.is_some_and(|entry| alias.entries.contains(&entry)));
        let changes = arbitration::separate(&rows.facts(scene, &moves), seen)?;
        let body = OperationBody::PatientSeparate { merged };
        Ok(written(scene, body, seen, merged, changes, rows.kept))
    })
}

fn written(
    scene: &Scene<'_>,
    body: OperationBody,
    seen: Version,
    merged: PatientId,
    changes: Vec<Change>,
    before: Patient,
) -> Written<Done<Merged>> {
    let kept = changes.iter().find_map(|it| match it {
        Change::Patient(it) if it.id == before.id => Some((**it).clone()),
        _ => None,
    });
    let visits = changes.iter().filter_map(|it| match it {
        Change::Appointment(it) => Some((**it).clone()),
        _ => None,
    });
    let value = Merged { kept: kept.unwrap_or(before), merged, visits: visits.collect() };
    Written {
        body,
        base: Some(Base::Version(seen)),
        promised_to_patient: false,
        patient: Some(value.kept.id),
        value: scene.done(value),
        changes,
    }
}

/// What goes with a record: all visits and caregivers, and of what is to come that which nobody has settled.
struct Moves {
    visits: Vec<Appointment>,
    caregivers: Vec<Caregiver>,
    entries: Vec<WaitlistEntry>,
    recalls: Vec<Recall>,
    holds: Vec<Hold>,
}

impl Moves {
    fn of(scene: &Scene<'_>, patient: PatientId) -> AppResult<Moves> {
        let reader = scene.reader();
        let (mut entries, mut recalls) = (reader.waitlist_entries_of(patient)?, reader.recalls_of(patient)?);
        entries.retain(WaitlistEntry::is_waiting);
        recalls.retain(Recall::is_open);
        let mut holds = reader.standing_holds(scene.now)?;
        holds.retain(|it| it.patient == Some(patient));
        let (visits, caregivers) = (reader.appointments_of(patient)?, reader.caregivers_of(patient)?);
        Ok(Moves { visits, caregivers, entries, recalls, holds })
    }
}

/// The rows that a merge or a separation is decided on.
struct Rows {
    kept: Patient,
    merged: Patient,
    alias: Option<PatientAlias>,
    is_kept_an_alias: bool,
    has_merged_aliases: bool,
}

impl Rows {
    fn read(scene: &Scene<'_>, kept: PatientId, merged: PatientId) -> AppResult<Rows> {
        let reader = scene.reader();
        Ok(Rows {
            kept: found(reader.patient(kept)?, Missing::Patient)?,
            merged: found(reader.patient(merged)?, Missing::Patient)?,
            alias: reader.alias(merged)?,
            is_kept_an_alias: reader.alias(kept)?.is_some_and(|it| it.is_active),
            has_merged_aliases: !reader.aliases_of(merged)?.is_empty(),
        })
    }

    fn facts<'a>(&'a self, scene: &'a Scene<'a>, moves: &'a Moves) -> MergeFacts<'a> {
        MergeFacts {
            author: &scene.author,
            now: scene.now,
            kept: &self.kept,
            merged: &self.merged,
            alias: self.alias.as_ref(),
            is_kept_an_alias: self.is_kept_an_alias,
            has_merged_aliases: self.has_merged_aliases,
            visits: &moves.visits,
            caregivers: &moves.caregivers,
            entries: &moves.entries,
            recalls: &moves.recalls,
            holds: &moves.holds,
        }
    }
}
