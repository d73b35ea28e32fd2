//! The desk's own rows as the arbiter asks for them, inside the writing transaction.

use chrono::NaiveDate;
use clinic_domain::{
    alias::PatientAlias,
    appointment::Appointment,
    arbiter::{Object, Rows},
    arbitration::{Act, PatientFacts},
    availability::Busy,
    conflict::BookingConflict,
    day_close::DayClose,
    hold::Hold,
    id::{
        AppointmentId, CaregiverId, ConflictId, HoldId, LocationId, OpId, PatientId, RecallId, ResourceId,
        Version, WaitlistId,
    },
    operation::Change,
    patient::{Caregiver, Patient},
    recall::Recall,
    time::{Instant, Period},
    waitlist::WaitlistEntry,
};
use desk_cache::{CacheError, mirror::Reader, store::Writing};
use std::collections::BTreeSet;

/// The mirror beside the open transaction, and what the vault knows of earlier operations.
#[derive(Clone, Copy)]
pub(crate) struct DeskRows<'w> {
    pub writing: &'w Writing<'w>,
}

impl<'w> DeskRows<'w> {
    pub fn mirror(self) -> Reader<'w> {
        self.writing.mirror()
    }
}

type Answer<T> = Result<T, CacheError>;

impl Rows for DeskRows<'_> {
    type Error = CacheError;

    fn appointment(&self, id: AppointmentId) -> Answer<Option<Appointment>> {
        self.mirror().appointment(id)
    }

    fn patient(&self, id: PatientId) -> Answer<Option<Patient>> {
        self.mirror().patient(id)
    }

    fn patient_facts(&self, id: PatientId) -> Answer<Option<PatientFacts>> {
        Ok(self.mirror().patient_line(id)?.map(|it| it.facts()))
    }

    fn caregiver(&self, id: CaregiverId) -> Answer<Option<Caregiver>> {
        self.mirror().caregiver(id)
    }

    fn hold(&self, id: HoldId) -> Answer<Option<Hold>> {
        self.mirror().hold(id)
    }

    fn waitlist_entry(&self, id: WaitlistId) -> Answer<Option<WaitlistEntry>> {
        self.mirror().waitlist_entry(id)
    }

    fn recall(&self, id: RecallId) -> Answer<Option<Recall>> {
        self.mirror().recall(id)
    }

    fn day_close(&self, location: LocationId, day: NaiveDate) -> Answer<Option<DayClose>> {
        self.mirror().day_close(location, day)
    }

    fn conflict(&self, id: ConflictId) -> Answer<Option<BookingConflict>> {
        self.mirror().conflict(id)
    }

    fn alias(&self, merged: PatientId) -> Answer<Option<PatientAlias>> {
        self.mirror().alias(merged)
    }

    fn aliases_of(&self, kept: PatientId) -> Answer<Vec<PatientId>> {
        Ok(self.mirror().aliases_of(kept)?.into_iter().map(|it| it.id).collect())
    }

    fn appointments_of(&self, patient: PatientId) -> Answer<Vec<Appointment>> {
        self.mirror().appointments_of(patient)
    }

    fn caregivers_of(&self, patient: PatientId) -> Answer<Vec<Caregiver>> {
        self.mirror().caregivers_of(patient)
    }

    fn waitlist_entries_of(&self, patient: PatientId) -> Answer<Vec<WaitlistEntry>> {
        self.mirror().waitlist_entries_of(patient)
    }

    fn recalls_of(&self, patient: PatientId) -> Answer<Vec<Recall>> {
        self.mirror().recalls_of(patient)
    }

    fn standing_holds(&self, now: Instant) -> Answer<Vec<Hold>> {
        self.mirror().standing_holds(now)
    }

    fn busy(
        &self,
        resources: &[ResourceId],
        period: Period,
        now: Instant,
    ) -> Answer<Vec<(ResourceId, Busy)>> {
        self.mirror().busy(resources, period, now)
    }

    fn patient_busy(&self, patient: PatientId, period: Period) -> Answer<Vec<(AppointmentId, Period)>> {
        self.mirror().patient_busy(patient, period)
    }

    fn visits_seen(&self, patient: PatientId, before: Instant) -> Answer<Vec<AppointmentId>> {
        self.mirror().visits_seen(patient, before)
    }

    fn next_queue_number(&self, location: LocationId, day: NaiveDate) -> Answer<u32> {
        self.mirror().next_queue_number(location, day)
    }

    fn next_record_number(&self) -> Answer<Option<u32>> {
        // Two desks that are cut off would give the same one.
        if self.writing.has_centre() {
            return Ok(None);
        }
        self.mirror().next_record_number().map(Some)
    }

    fn record_numbers_taken(&self, of: &[String]) -> Answer<BTreeSet<String>> {
        self.mirror().record_numbers_taken(of)
    }

    fn act(&self, of: OpId) -> Answer<Option<Act>> {
        self.writing.act(of)
    }

    fn left_by(&self, op: OpId, row: Object) -> Answer<Option<Version>> {
        let receipt = self.writing.receipt_of(op)?;
        let row = receipt.as_ref().and_then(|it| it.changes.iter().find(|it| it.object() == row));
        Ok(row.map(Change::version))
    }
}
