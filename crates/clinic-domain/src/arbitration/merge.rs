//! Two records of one person become one, and two again.
//!
//! Invariants: the merged record stays as it is and is only taken out of use; nothing is deleted; visits move with a
//! line in their history, and caregivers with them, what the patient waits for, is due for and is kept as well; separated,
//! everything that came along goes back, and what the kept record took is
//! given back as far as nobody changed it since.

use super::{Decision, Put, Stamp, permitted, records::invalid, unchanged};
use crate::{
    alias::{PatientAlias, PatientField},
    appointment::{Appointment, HistoryEntry, HistoryEvent, Requester},
    hold::Hold,
    id::{PatientId, Version},
    invalid::{Field, Problem},
    operation::Change,
    patient::{Caregiver, Patient},
    people::{Permission, Person},
    recall::Recall,
    refusal::Refusal,
    time::Instant,
    waitlist::WaitlistEntry,
};

/// What a merge or a separation is decided on, loaded inside the writing transaction.
pub struct MergeFacts<'a> {
    pub author: &'a Person,
    pub now: Instant,
    pub kept: &'a Patient,
    pub merged: &'a Patient,
    /// The merged record's row as an alias, where there was one before.
    pub alias: Option<&'a PatientAlias>,
    /// Whether the kept record leads to another one itself.
    pub is_kept_an_alias: bool,
    /// Whether other records lead to the merged one.
    pub has_merged_aliases: bool,
    /// The visits and caregivers that move.
    pub visits: &'a [Appointment],
    pub caregivers: &'a [Caregiver],
    /// What they wait for, are due for and are kept, as far as it is still to come.
    pub entries: &'a [WaitlistEntry],
    pub recalls: &'a [Recall],
    pub holds: &'a [Hold],
}

impl MergeFacts<'_> {
    fn is_alias(&self) -> bool {
        self.alias.is_some_and(|it| it.is_active)
    }

    /// Both records and what links them, as they are afterwards, and everything that moves, as `to`'s.
    fn changes(
        &self,
        kept: Patient,
        is_merged_active: bool,
        alias: PatientAlias,
        to: PatientId,
    ) -> Vec<Change> {
        let next = |it: Patient, version: Version| Box::new(Patient { version: version.next(), ..it });
        let merged = Patient { is_active: is_merged_active, ..self.merged.clone() };
        let records = [
            Change::Patient(next(kept, self.kept.version)),
            Change::Patient(next(merged, self.merged.version)),
            Change::Alias(Box::new(alias)),
        ];
        let stamp = Stamp { at: self.now, by: self.author.id };
        let visits = self.visits.iter().map(|it| Change::Appointment(Box::new(transferred(it, to, stamp))));
        let caregivers = self
            .caregivers
            .iter()
            .map(|it| Change::Caregiver(Caregiver { patient: to, version: it.version.next(), ..it.clone() }));
        records.into_iter().chain(visits).chain(caregivers).chain(self.to_come(to)).collect()
    }
}

impl MergeFacts<'_> {
    fn to_come(&self, to: PatientId) -> impl Iterator<Item = Change> {
        let entries = self.entries.iter().map(move |it| {
            let entry = WaitlistEntry { version: it.version.next(), patient: to, ..it.clone() };
            Change::WaitlistEntry(Box::new(entry))
        });
        let recalls = self
            .recalls
            .iter()
            .map(move |it| Change::Recall(Recall { version: it.version.next(), patient: to, ..it.clone() }));
        let holds = self.holds.iter().map(move |it| {
            Change::Hold(Hold { version: it.version.next(), patient: Some(to), ..it.clone() })
        });
        entries.chain(recalls).chain(holds)
    }
}

fn transferred(visit: &Appointment, to: PatientId, stamp: Stamp) -> Appointment {
    let mut next = visit.clone();
    (next.version, next.patient) = (visit.version.next(), to);
    next.history.push(HistoryEntry {
        at: stamp.at,
        by: Some(stamp.by),
        requested_by: Requester::Clinic,
        what: HistoryEvent::Transferred { from: visit.patient },
        sequel: None,
        typed_at: None,
    });
    next
}

/// The versions that the person saw, and the fields that they took from the merged record.
pub struct Merge<'a> {
    pub kept_seen: Version,
    pub merged_seen: Version,
    pub taken: &'a [PatientField],
}

/// The rows as they are afterwards, the kept record's first.
pub fn merge(facts: &MergeFacts<'_>, wanted: &Merge<'_>) -> Decision<Vec<Change>> {
    permitted(facts.author, Permission::MergePatients)?;
    if facts.kept.id == facts.merged.id {
        return invalid(Field::Patient, Problem::SameAsBefore);
    }
    unchanged(facts.kept.version, wanted.kept_seen)?;
    unchanged(facts.merged.version, wanted.merged_seen)?;
    if facts.is_alias() || facts.is_kept_an_alias {
        return Err(Refusal::PatientMerged.into());
    }
    if facts.has_merged_aliases {
        return Err(Refusal::HasMergedRecords.into());
    }
    let mut kept = facts.kept.clone();
    for field in wanted.taken {
        field.copy(facts.merged, &mut kept);
    }
    let current = facts.alias.map(|it| it.version);
    let alias = PatientAlias {
        id: facts.merged.id,
        version: Put { current, seen: current.unwrap_or(Version::FIRST) }.next()?,
        kept: kept.id,
        at: facts.now,
        by: facts.author.id,
        kept_before: Box::new(facts.kept.clone()),
        taken: wanted.taken.to_vec(),
        was_active: facts.merged.is_active,
        visits: facts.visits.iter().map(|it| it.id).collect(),
        caregivers: facts.caregivers.iter().map(|it| it.id).collect(),
        entries: facts.entries.iter().map(|it| it.id).collect(),
        recalls: facts.recalls.iter().map(|it| it.id).collect(),
        is_active: true,
    };
    Ok(facts.changes(kept, false, alias, facts.kept.id))
}

/// The two records as they are once they are two again, the kept one's first.
pub fn separate(facts: &MergeFacts<'_>, seen: Version) -> Decision<Vec<Change>> {
    permitted(facts.author, Permission::MergePatients)?;
    let Some(alias) = facts.alias.filter(|it| it.is_active) else {
        return Err(Refusal::NotMerged.into());
    };
    unchanged(alias.version, seen)?;
    let mut kept = facts.kept.clone();
    for field in &alias.taken {
        if !field.differs(facts.kept, facts.merged) {
            field.copy(&alias.kept_before, &mut kept);
        }
    }
    let ended = PatientAlias { version: alias.version.next(), is_active: false, ..alias.clone() };
    Ok(facts.changes(kept, alias.was_active, ended, facts.merged.id))
}
