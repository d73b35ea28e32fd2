//! A recall: a patient is due for a visit some day, and somebody has to call.

use crate::{
    call::Call,
    code_enum,
    id::{AppointmentId, AppointmentTypeId, LocationId, PatientId, PersonId, RecallId, ResourceId, Version},
    operation::SlotContent,
    personal::Personal,
    time::Instant,
};
use chrono::{NaiveDate, TimeDelta};

/// How far a visit may be from the due day.
pub const LONGEST_WINDOW_DAYS: u16 = 180;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recall {
    pub id: RecallId,
    pub version: Version,
    pub location: LocationId,
    pub patient: PatientId,
    pub appointment_type: AppointmentTypeId,
    /// Anybody when absent.
    pub provider: Option<ResourceId>,
    pub due: NaiveDate,
    /// So many days before and after the due day are as good.
    pub window_days: u16,
    pub note: Personal,
    pub status: RecallStatus,
    /// The visit that settled it.
    pub booked: Option<AppointmentId>,
    pub made_at: Instant,
    pub by: PersonId,
    /// Oldest first.
    pub calls: Vec<Call>,
}

code_enum! {
    RecallStatus {
        /// Nobody has booked it yet.
        Open = "open",
        Booked = "booked",
        Withdrawn = "withdrawn",
    }
}

impl Recall {
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.status == RecallStatus::Open
    }

    /// The first day on which a visit serves it.
    #[must_use]
    pub fn from(&self) -> NaiveDate {
        self.due - TimeDelta::days(i64::from(self.window_days))
    }

    #[must_use]
    pub fn until(&self) -> NaiveDate {
        self.due + TimeDelta::days(i64::from(self.window_days))
    }

    /// Whether a visit of its patient, on that day at the location, is the one that was due: late is better than never.
    #[must_use]
    pub fn is_served_by(&self, slot: &SlotContent, day: NaiveDate) -> bool {
        self.is_open() && self.appointment_type == slot.appointment_type && self.from() <= day
    }
}
