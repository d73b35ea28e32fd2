//! Rows that somebody loads before a decision is made: what is not among them is wanted.

use super::{Around, Object, Rows, Want, WhichEntry, Whose};
use crate::{
    alias::PatientAlias,
    appointment::Appointment,
    arbitration::{Act, PatientFacts},
    availability::Busy,
    conflict::BookingConflict,
    day_close::DayClose,
    hold::Hold,
    id::{
        AppointmentId, CaregiverId, ConflictId, HoldId, LocationId, OpId, PatientId, RecallId, ResourceId,
        Version, WaitlistId,
    },
    patient::{Caregiver, Patient},
    recall::Recall,
    time::{Instant, Period},
    waitlist::WaitlistEntry,
};
use chrono::NaiveDate;
use std::{
    collections::{BTreeSet, HashMap},
    hash::Hash,
};

/// An answer for each read by its parameters; `None` for a row that is not there.
#[derive(Default)]
pub struct Loaded {
    pub appointments: HashMap<AppointmentId, Option<Appointment>>,
    pub patients: HashMap<PatientId, Option<Patient>>,
    pub patient_facts: HashMap<PatientId, Option<PatientFacts>>,
    pub caregivers: HashMap<CaregiverId, Option<Caregiver>>,
    pub holds: HashMap<HoldId, Option<Hold>>,
    pub waitlist_entries: HashMap<WaitlistId, Option<WaitlistEntry>>,
    pub recalls: HashMap<RecallId, Option<Recall>>,
    pub day_closes: HashMap<(LocationId, NaiveDate), Option<DayClose>>,
    pub conflicts: HashMap<ConflictId, Option<BookingConflict>>,
    pub aliases: HashMap<PatientId, Option<PatientAlias>>,
    pub aliases_of: HashMap<PatientId, Vec<PatientId>>,
    pub appointments_of: HashMap<PatientId, Vec<Appointment>>,
    pub caregivers_of: HashMap<PatientId, Vec<Caregiver>>,
    pub waitlist_entries_of: HashMap<PatientId, Vec<WaitlistEntry>>,
    pub recalls_of: HashMap<PatientId, Vec<Recall>>,
    pub standing_holds: HashMap<Instant, Vec<Hold>>,
    pub busy: HashMap<Around, Vec<(ResourceId, Busy)>>,
    pub patient_busy: HashMap<(PatientId, Period), Vec<(AppointmentId, Period)>>,
    pub visits_seen: HashMap<(PatientId, Instant), Vec<AppointmentId>>,
    pub next_queue_numbers: HashMap<(LocationId, NaiveDate), u32>,
    pub next_record_number: Option<u32>,
    pub record_numbers_taken: HashMap<Vec<String>, BTreeSet<String>>,
    pub acts: HashMap<OpId, Option<Act>>,
    pub left_by: HashMap<(OpId, Object), Option<Version>>,
}

impl Loaded {
    /// Who is meant; nobody where the visit is not there, or not loaded.
    #[must_use]
    pub fn patient_of(&self, whose: Whose) -> Option<PatientId> {
        match whose {
            Whose::Patient(id) => Some(id),
            Whose::OfVisit(id) => self.appointments.get(&id)?.as_ref().map(|it| it.patient),
        }
    }

    /// Which entry is meant; none where the hold is not there, not loaded, or was made for nobody who waits.
    #[must_use]
    pub fn entry_of(&self, which: WhichEntry) -> Option<WaitlistId> {
        match which {
            WhichEntry::Entry(id) => Some(id),
            WhichEntry::OfHold(id) => self.holds.get(&id)?.as_ref()?.entry,
        }
    }
}

fn loaded<K: Eq + Hash, T: Clone>(
    map: &HashMap<K, T>,
    key: K,
    want: impl FnOnce(K) -> Want,
) -> Result<T, Want> {
    map.get(&key).cloned().ok_or_else(|| want(key))
}

impl Rows for Loaded {
    type Error = Want;

    fn appointment(&self, id: AppointmentId) -> Result<Option<Appointment>, Want> {
        loaded(&self.appointments, id, Want::Appointment)
    }

    fn patient(&self, id: PatientId) -> Result<Option<Patient>, Want> {
        loaded(&self.patients, id, |id| Want::Patient(Whose::Patient(id)))
    }

    /// From the whole record, where that is here.
    fn patient_facts(&self, id: PatientId) -> Result<Option<PatientFacts>, Want> {
        match self.patients.get(&id) {
            Some(record) => Ok(record.as_ref().map(PatientFacts::of)),
            None => loaded(&self.patient_facts, id, |id| Want::PatientFacts(Whose::Patient(id))),
        }
    }

    fn caregiver(&self, id: CaregiverId) -> Result<Option<Caregiver>, Want> {
        loaded(&self.caregivers, id, Want::Caregiver)
    }

    fn hold(&self, id: HoldId) -> Result<Option<Hold>, Want> {
        loaded(&self.holds, id, Want::Hold)
    }

    fn waitlist_entry(&self, id: WaitlistId) -> Result<Option<WaitlistEntry>, Want> {
        loaded(&self.waitlist_entries, id, |id| Want::WaitlistEntry(WhichEntry::Entry(id)))
    }

    fn recall(&self, id: RecallId) -> Result<Option<Recall>, Want> {
        loaded(&self.recalls, id, Want::Recall)
    }

    fn day_close(&self, location: LocationId, day: NaiveDate) -> Result<Option<DayClose>, Want> {
        loaded(&self.day_closes, (location, day), |(location, day)| Want::DayClose(location, day))
    }

    fn conflict(&self, id: ConflictId) -> Result<Option<BookingConflict>, Want> {
        loaded(&self.conflicts, id, Want::Conflict)
    }

    fn alias(&self, merged: PatientId) -> Result<Option<PatientAlias>, Want> {
        loaded(&self.aliases, merged, Want::Alias)
    }

    fn aliases_of(&self, kept: PatientId) -> Result<Vec<PatientId>, Want> {
        loaded(&self.aliases_of, kept, Want::AliasesOf)
    }

    fn appointments_of(&self, patient: PatientId) -> Result<Vec<Appointment>, Want> {
        loaded(&self.appointments_of, patient, Want::AppointmentsOf)
    }

    fn caregivers_of(&self, patient: PatientId) -> Result<Vec<Caregiver>, Want> {
        loaded(&self.caregivers_of, patient, Want::CaregiversOf)
    }

    fn waitlist_entries_of(&self, patient: PatientId) -> Result<Vec<WaitlistEntry>, Want> {
        loaded(&self.waitlist_entries_of, patient, Want::WaitlistEntriesOf)
    }

    fn recalls_of(&self, patient: PatientId) -> Result<Vec<Recall>, Want> {
        loaded(&self.recalls_of, patient, |id| Want::RecallsOf(Whose::Patient(id)))
    }

    fn standing_holds(&self, now: Instant) -> Result<Vec<Hold>, Want> {
        loaded(&self.standing_holds, now, Want::StandingHolds)
    }

    fn busy(
        &self,
        resources: &[ResourceId],
        period: Period,
        now: Instant,
    ) -> Result<Vec<(ResourceId, Busy)>, Want> {
        loaded(&self.busy, Around { resources: resources.to_vec(), period, now }, Want::Busy)
    }

    fn patient_busy(&self, patient: PatientId, period: Period) -> Result<Vec<(AppointmentId, Period)>, Want> {
        let want = |(id, period)| Want::PatientBusy(Whose::Patient(id), period);
        loaded(&self.patient_busy, (patient, period), want)
    }

    fn visits_seen(&self, patient: PatientId, before: Instant) -> Result<Vec<AppointmentId>, Want> {
        let want = |(id, before)| Want::VisitsSeen(Whose::Patient(id), before);
        loaded(&self.visits_seen, (patient, before), want)
    }

    fn next_queue_number(&self, location: LocationId, day: NaiveDate) -> Result<u32, Want> {
        let want = |(location, day)| Want::NextQueueNumber(location, day);
        loaded(&self.next_queue_numbers, (location, day), want)
    }

    fn next_record_number(&self) -> Result<Option<u32>, Want> {
        self.next_record_number.map(Some).ok_or(Want::NextRecordNumber)
    }

    fn record_numbers_taken(&self, of: &[String]) -> Result<BTreeSet<String>, Want> {
        loaded(&self.record_numbers_taken, of.to_vec(), Want::RecordNumbersTaken)
    }

    fn act(&self, of: OpId) -> Result<Option<Act>, Want> {
        loaded(&self.acts, of, Want::Act)
    }

    fn left_by(&self, op: OpId, row: Object) -> Result<Option<Version>, Want> {
        loaded(&self.left_by, (op, row), |(op, row)| Want::LeftBy(op, row))
    }
}
