//! Patients and who acts for them, two records of one person, and days that are signed off.

use super::{Case, Decided, Rows, Ruling, asked, found, is_new};
use crate::{
    alias::{PatientAlias, PatientField},
    appointment::Appointment,
    arbitration::{self, Merge, MergeFacts, unchanged},
    day_close::DayClose,
    hold::Hold,
    id::PatientId,
    operation::{Base, Change},
    patient::{Caregiver, Patient},
    recall::Recall,
    refusal::{Missing, Refusal},
    waitlist::WaitlistEntry,
};

/// Two records, and what goes with one of them to the other: all visits and caregivers, and of what is to come that which
/// nobody has settled.
struct MergeRows {
    kept: Patient,
    merged: Patient,
    alias: Option<PatientAlias>,
    is_kept_an_alias: bool,
    has_merged_aliases: bool,
    visits: Vec<Appointment>,
    caregivers: Vec<Caregiver>,
    entries: Vec<WaitlistEntry>,
    recalls: Vec<Recall>,
    holds: Vec<Hold>,
}

impl<R: Rows> Case<'_, R> {
    pub(super) fn create_patient(&self, wanted: &Patient) -> Ruling<Decided, R> {
        is_new(asked(self.rows.patient(wanted.id))?.as_ref())?;
        let today = self.scene.setup.latest_date(self.scene.now);
        let mut patient = arbitration::put_patient(self.author, self.scene.setup, today, None, wanted)?;
        let number = asked(self.rows.next_record_number())?;
        patient.record_number = number.map_or_else(String::new, |it| it.to_string());
        Ok(Decided::made(record(patient)))
    }

    pub(super) fn patch_patient(&self, wanted: &Patient) -> Ruling<Decided, R> {
        let current = found(asked(self.rows.patient(wanted.id))?, Missing::Patient)?;
        if asked(self.rows.alias(wanted.id))?.is_some_and(|it| it.is_active) {
            return Err(Refusal::PatientMerged.into());
        }
        let today = self.scene.setup.latest_date(self.scene.now);
        let wanted = Patient { version: self.seen(("patient", wanted.id.0))?, ..wanted.clone() };
        let patient =
            arbitration::put_patient(self.author, self.scene.setup, today, Some(&current), &wanted)?;
        Ok(Decided::put(Some(record(current)), record(patient)))
    }

    pub(super) fn put_caregiver(&self, wanted: &Caregiver) -> Ruling<Decided, R> {
        found(asked(self.rows.patient_facts(wanted.patient))?, Missing::Patient)?;
        let current = asked(self.rows.caregiver(wanted.id))?;
        let wanted = Caregiver { version: self.seen(("caregiver", wanted.id.0))?, ..wanted.clone() };
        let caregiver = arbitration::put_caregiver(self.author, current.as_ref(), &wanted)?;
        Ok(Decided::put(current.map(Change::Caregiver), Change::Caregiver(caregiver)))
    }

    pub(super) fn merge(
        &self,
        kept: PatientId,
        merged: PatientId,
        seen: Base,
        taken: &[PatientField],
    ) -> Ruling<Decided, R> {
        let rows = self.merge_rows(kept, merged, merged)?;
        let merged_seen = self.version_of(seen, ("patient", merged.0))?;
        let wanted = Merge { kept_seen: self.seen(("patient", kept.0))?, merged_seen, taken };
        let changes = arbitration::merge(&self.merge_facts(&rows), &wanted)?;
        Ok(Decided { changes, stood: rows.stood() })
    }

    pub(super) fn separate(&self, merged: PatientId) -> Ruling<Decided, R> {
        let alias = found(asked(self.rows.alias(merged))?, Missing::Patient)?;
        let mut rows = self.merge_rows(alias.kept, merged, alias.kept)?;
        rows.visits.retain(|it| alias.visits.contains(&it.id));
        rows.caregivers.retain(|it| alias.caregivers.contains(&it.id));
        rows.entries.retain(|it| alias.entries.contains(&it.id));
        rows.recalls.retain(|it| alias.recalls.contains(&it.id));
        rows.holds.retain(|it| it.entry.is_some_and(|entry| alias.entries.contains(&entry)));
        let seen = self.seen(("patient_alias", merged.0))?;
        let changes = arbitration::separate(&self.merge_facts(&rows), seen)?;
        Ok(Decided { changes, stood: rows.stood() })
    }

    /// With everything that `moving` has.
    fn merge_rows(&self, kept: PatientId, merged: PatientId, moving: PatientId) -> Ruling<MergeRows, R> {
        let mut rows = MergeRows {
            kept: found(asked(self.rows.patient(kept))?, Missing::Patient)?,
            merged: found(asked(self.rows.patient(merged))?, Missing::Patient)?,
            alias: asked(self.rows.alias(merged))?,
            is_kept_an_alias: asked(self.rows.alias(kept))?.is_some_and(|it| it.is_active),
            has_merged_aliases: !asked(self.rows.aliases_of(merged))?.is_empty(),
            visits: asked(self.rows.appointments_of(moving))?,
            caregivers: asked(self.rows.caregivers_of(moving))?,
            entries: asked(self.rows.waitlist_entries_of(moving))?,
            recalls: self.recalls_of(moving)?,
            holds: asked(self.rows.standing_holds(self.scene.now))?,
        };
        rows.visits.sort_unstable_by_key(|it| (it.visit.start(), it.id));
        rows.caregivers.sort_unstable_by_key(|it| it.id);
        rows.entries.retain(WaitlistEntry::is_waiting);
        rows.entries.sort_unstable_by_key(|it| it.id);
        rows.recalls.retain(Recall::is_open);
        rows.holds.retain(|it| it.patient == Some(moving));
        rows.holds.sort_unstable_by_key(|it| (it.slot.visit, it.id));
        Ok(rows)
    }

    fn merge_facts<'f>(&'f self, rows: &'f MergeRows) -> MergeFacts<'f> {
        MergeFacts {
            author: self.author,
            now: self.scene.now,
            kept: &rows.kept,
            merged: &rows.merged,
            alias: rows.alias.as_ref(),
            is_kept_an_alias: rows.is_kept_an_alias,
            has_merged_aliases: rows.has_merged_aliases,
            visits: &rows.visits,
            caregivers: &rows.caregivers,
            entries: &rows.entries,
            recalls: &rows.recalls,
            holds: &rows.holds,
        }
    }

    pub(super) fn sign_day(&self, wanted: &DayClose) -> Ruling<Decided, R> {
        let today = self.scene.now.local_date(self.location(wanted.location)?.zone);
        let current = asked(self.rows.day_close(wanted.location, wanted.day))?;
        let seen = self.seen(("day_close", current.as_ref().map_or(wanted.id, |it| it.id).0))?;
        if let Some(current) = &current {
            unchanged(current.version, seen)?;
        }
        let wanted = DayClose { at: self.scene.now, by: self.author.id, is_active: true, ..wanted.clone() };
        let close = arbitration::sign_day(self.author, today, current.as_ref(), &wanted)?;
        Ok(Decided::put(current.map(Change::DayClose), Change::DayClose(close)))
    }
}

impl MergeRows {
    /// As they stood.
    fn stood(self) -> Vec<Change> {
        let records = [record(self.kept), record(self.merged)].into_iter();
        let alias = self.alias.map(|it| Change::Alias(Box::new(it)));
        let visits = self.visits.into_iter().map(|it| Change::Appointment(Box::new(it)));
        let entries = self.entries.into_iter().map(|it| Change::WaitlistEntry(Box::new(it)));
        let stood =
            records.chain(alias).chain(visits).chain(self.caregivers.into_iter().map(Change::Caregiver));
        let recalls = self.recalls.into_iter().map(Change::Recall);
        stood.chain(entries).chain(recalls).chain(self.holds.into_iter().map(Change::Hold)).collect()
    }
}

fn record(it: Patient) -> Change {
    Change::Patient(Box::new(it))
}
