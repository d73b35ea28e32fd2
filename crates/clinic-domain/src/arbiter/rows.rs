//! The reads that decisions need.

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
use std::collections::BTreeSet;
use uuid::Uuid;

/// Of what kind a row is, and which one, as [`crate::operation::Change::object`] says it.
pub type Object = (&'static str, Uuid);

/// Whoever holds the rows of one organization, as they stand after everything that was decided before. Lists come in any
/// order.
pub trait Rows {
    /// The holder's own.
    type Error;

    fn appointment(&self, id: AppointmentId) -> Result<Option<Appointment>, Self::Error>;
    fn patient(&self, id: PatientId) -> Result<Option<Patient>, Self::Error>;
    fn patient_facts(&self, id: PatientId) -> Result<Option<PatientFacts>, Self::Error>;
    fn caregiver(&self, id: CaregiverId) -> Result<Option<Caregiver>, Self::Error>;
    fn hold(&self, id: HoldId) -> Result<Option<Hold>, Self::Error>;
    fn waitlist_entry(&self, id: WaitlistId) -> Result<Option<WaitlistEntry>, Self::Error>;
    fn recall(&self, id: RecallId) -> Result<Option<Recall>, Self::Error>;
    /// The day as it was signed off, or as that was taken back.
    fn day_close(&self, location: LocationId, day: NaiveDate) -> Result<Option<DayClose>, Self::Error>;
    /// A decision that lost.
    fn conflict(&self, id: ConflictId) -> Result<Option<BookingConflict>, Self::Error>;
    /// The record as an alias, in use or separated again.
    fn alias(&self, merged: PatientId) -> Result<Option<PatientAlias>, Self::Error>;
    /// The records that lead to this one now.
    fn aliases_of(&self, kept: PatientId) -> Result<Vec<PatientId>, Self::Error>;

    /// All of them, whatever became of each.
    fn appointments_of(&self, patient: PatientId) -> Result<Vec<Appointment>, Self::Error>;
    fn caregivers_of(&self, patient: PatientId) -> Result<Vec<Caregiver>, Self::Error>;
    fn waitlist_entries_of(&self, patient: PatientId) -> Result<Vec<WaitlistEntry>, Self::Error>;
    fn recalls_of(&self, patient: PatientId) -> Result<Vec<Recall>, Self::Error>;

    /// The holds that keep their time at that moment.
    fn standing_holds(&self, now: Instant) -> Result<Vec<Hold>, Self::Error>;
    /// What live visits take up of the resources at any time in the period, and what holds keep that stand at `now`.
    fn busy(
        &self,
        resources: &[ResourceId],
        period: Period,
        now: Instant,
    ) -> Result<Vec<(ResourceId, Busy)>, Self::Error>;
    /// The patient's live visits that overlap the period.
    fn patient_busy(
        &self,
        patient: PatientId,
        period: Period,
    ) -> Result<Vec<(AppointmentId, Period)>, Self::Error>;
    /// The patient's visits that began before that moment and to which they came
    /// ([`crate::appointment::AppointmentStatus::is_seen`]).
    fn visits_seen(&self, patient: PatientId, before: Instant) -> Result<Vec<AppointmentId>, Self::Error>;

    /// One above every number that the location gave on that day.
    fn next_queue_number(&self, location: LocationId, day: NaiveDate) -> Result<u32, Self::Error>;
    /// One above every record number, and above [`crate::patient::RECORD_NUMBERS_ABOVE`].
    fn next_record_number(&self) -> Result<Option<u32>, Self::Error>;
    /// Those of the record numbers that a patient has.
    fn record_numbers_taken(&self, of: &[String]) -> Result<BTreeSet<String>, Self::Error>;

    /// What an earlier operation did, with what it replaced for as long as that is kept.
    fn act(&self, of: OpId) -> Result<Option<Act>, Self::Error>;
    /// The version in which an earlier operation left a row; none where it is not there, or did not write that row.
    fn left_by(&self, op: OpId, row: Object) -> Result<Option<Version>, Self::Error>;
}
