//! An appointment, what it takes up, and the one table of how its status may move.

use crate::{
    attendance::{Attendance, TriageCategory},
    availability::Busy,
    code_enum,
    counter::Asked,
    id::{
        AppointmentId, AppointmentTypeId, CaregiverId, LocationId, OpId, PatientId, PersonId, ResourceId,
        Version,
    },
    operation::Buffer,
    patient::{ContactChannel, IdentityField},
    personal::Personal,
    series::Series,
    time::{Instant, Period},
};
use chrono::NaiveDate;
use chrono_tz::Tz;

/// No visit with its buffers is longer: stores bound their overlap queries with it.
pub const MAX_VISIT_MINUTES: u32 = 12 * 60;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    pub id: AppointmentId,
    pub version: Version,
    pub location: LocationId,
    pub patient: PatientId,
    pub appointment_type: AppointmentTypeId,
    /// What the patient is told: without buffers.
    pub visit: Period,
    /// `YYYY-MM-DDTHH:MM` on the location's wall: the intent, kept beside the instant.
    pub wall_start: String,
    pub status: AppointmentStatus,
    pub confirmation: Confirmation,
    /// What it takes up, buffers included. The first provider is the visit's own.
    pub allocations: Vec<Allocation>,
    pub note: Personal,
    pub requested_by: Requester,
    /// How the patient is to be reminded of this visit; by their own preference when absent.
    pub reminder: Option<ContactChannel>,
    /// The number to call or the link to join, where it is another than the patient's or the provider's own.
    pub contact_point: Personal,
    pub attendance: Attendance,
    pub cancellation: Option<Cancellation>,
    /// The series that it is one occurrence of.
    pub series: Option<Series>,
    /// Everything that happened, oldest first: when, by whom, at whose request.
    pub history: Vec<HistoryEntry>,
    /// The operation that made it, import batches included.
    pub origin_op: OpId,
    /// The identifier in the file it was imported from, `system|value`.
    pub source: Option<String>,
}

impl Appointment {
    /// Whether it takes up its resources.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.status.is_live()
    }

    /// What it takes up while it is live.
    pub fn busy(&self) -> impl Iterator<Item = (ResourceId, Busy)> {
        let live = self.allocations.iter().filter(|_| self.is_live());
        live.map(|it| (it.resource, Busy::of_visit(self.id, self.appointment_type, self.visit, it)))
    }

    /// The highest lane among its allocations: above 0 for an overbook.
    #[must_use]
    pub fn lane(&self) -> u8 {
        self.allocations.iter().map(|it| it.lane).max().unwrap_or(0)
    }

    /// The lost visit that this one was booked in place of.
    #[must_use]
    pub fn instead_of(&self) -> Option<AppointmentId> {
        self.history.iter().find_map(|it| match it.what {
            HistoryEvent::Booked { instead_of, .. } => instead_of,
            _ => None,
        })
    }

    /// The visit that was booked in place of this lost one.
    #[must_use]
    pub fn rebooked_as(&self) -> Option<AppointmentId> {
        self.history.iter().rev().find_map(|it| match it.sequel {
            Some(Sequel::Rebooked { appointment, .. }) => Some(appointment),
            _ => None,
        })
    }

    /// When the patient came; absent once the visit was put back to booked, missed or moved.
    #[must_use]
    pub fn arrived_at(&self) -> Option<Instant> {
        use AppointmentStatus as S;
        self.standing_history().fold(None, |arrived, entry| match entry.what {
            HistoryEvent::Status { to: S::Arrived | S::CheckedIn, .. } => arrived.or(Some(entry.at)),
            HistoryEvent::Status { to: S::Booked | S::NoShow, .. } | HistoryEvent::Moved { .. } => None,
            _ => arrived,
        })
    }

    /// The day that the patient was told, by the location's clock.
    #[must_use]
    pub fn wall_day(&self) -> NaiveDate {
        let day = self.wall_start.get(..10).and_then(|text| text.parse().ok());
        day.unwrap_or_else(|| self.visit.start().local_date(Tz::UTC))
    }

    /// How many minutes after its beginning the patient came, where that is more than `limit_minutes`.
    #[must_use]
    pub fn minutes_late(&self, limit_minutes: u16) -> Option<u32> {
        let minutes = (self.arrived_at()?.0 - self.visit.start().0) / 60;
        u32::try_from(minutes).ok().filter(|it| *it > u32::from(limit_minutes))
    }

    /// Whether somebody made sure who it is that came; not any more once the visit was put back, missed or moved.
    #[must_use]
    pub fn is_identity_verified(&self) -> bool {
        use AppointmentStatus as S;
        self.standing_history().fold(false, |known, entry| match &entry.what {
            HistoryEvent::Status { to: S::Booked | S::NoShow, .. } | HistoryEvent::Moved { .. } => false,
            HistoryEvent::Status { verified, .. } => known || !verified.is_empty(),
            _ => known,
        })
    }

    fn standing_history(&self) -> impl Iterator<Item = &HistoryEntry> {
        self.history.iter().filter(|it| it.stands())
    }
}

/// A resource, the period it is taken up (buffers included), and the lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Allocation {
    pub resource: ResourceId,
    pub during: Period,
    /// 0 is the ordinary book; 1.. are deliberate overbooks.
    pub lane: u8,
}

code_enum! {
    /// FHIR R4's appointment status with the front office's own additions (mapped on export).
    AppointmentStatus {
        Proposed = "proposed",
        Pending = "pending",
        Booked = "booked",
        Arrived = "arrived",
        CheckedIn = "checked-in",
        Roomed = "roomed",
        WithProvider = "with-provider",
        Fulfilled = "fulfilled",
        Cancelled = "cancelled",
        LateCancel = "late-cancel",
        NoShow = "noshow",
        LeftWithoutBeingSeen = "left-without-being-seen",
        Waitlist = "waitlist",
        EnteredInError = "entered-in-error",
    }
}

impl AppointmentStatus {
    /// Whether an appointment in this status takes up its resources.
    #[must_use]
    pub const fn is_live(self) -> bool {
        use AppointmentStatus as S;
        matches!(self, S::Pending | S::Booked | S::Arrived | S::CheckedIn | S::Roomed | S::WithProvider)
    }

    /// Where it may go from here by a status change. Cancelling and moving are operations of their own.
    /// Steps back undo a slip of the key; no status change leaves cancelled or entered-in-error.
    #[must_use]
    pub const fn next(self) -> &'static [AppointmentStatus] {
        use AppointmentStatus as S;
        match self {
            S::Proposed | S::Waitlist => &[S::EnteredInError],
            S::Pending => &[S::Booked, S::EnteredInError],
            S::Booked => &[S::Arrived, S::CheckedIn, S::NoShow, S::EnteredInError],
            S::Arrived => &[S::CheckedIn, S::Roomed, S::LeftWithoutBeingSeen, S::Booked],
            S::CheckedIn => &[S::Roomed, S::WithProvider, S::Fulfilled, S::LeftWithoutBeingSeen, S::Booked],
            S::Roomed => &[S::WithProvider, S::Fulfilled, S::LeftWithoutBeingSeen, S::CheckedIn],
            S::WithProvider => &[S::Fulfilled, S::LeftWithoutBeingSeen, S::Roomed],
            S::Fulfilled => &[S::WithProvider],
            S::NoShow => &[S::Booked, S::Arrived, S::CheckedIn],
            S::LeftWithoutBeingSeen => &[S::CheckedIn],
            S::Cancelled | S::LateCancel | S::EnteredInError => &[],
        }
    }

    /// Whether the patient did not get the visit: another one can be booked in its place.
    #[must_use]
    pub const fn is_lost(self) -> bool {
        use AppointmentStatus as S;
        matches!(self, S::Cancelled | S::LateCancel | S::NoShow | S::LeftWithoutBeingSeen)
    }

    /// Whether the patient came to the visit.
    #[must_use]
    pub const fn is_seen(self) -> bool {
        use AppointmentStatus as S;
        matches!(self, S::Arrived | S::CheckedIn | S::Roomed | S::WithProvider | S::Fulfilled)
    }

    /// Whether it is one of its day's visits: not one that was cancelled, is not booked yet, or never was.
    #[must_use]
    pub const fn is_on_the_day(self) -> bool {
        use AppointmentStatus as S;
        !matches!(self, S::Cancelled | S::LateCancel | S::EnteredInError | S::Proposed | S::Waitlist)
    }

    /// Whether somebody who comes to it is given a number.
    #[must_use]
    pub const fn is_arrival(self) -> bool {
        matches!(self, AppointmentStatus::Arrived | AppointmentStatus::CheckedIn)
    }

    /// Whether the visit can still be moved or cancelled.
    #[must_use]
    pub const fn is_open(self) -> bool {
        use AppointmentStatus as S;
        matches!(self, S::Proposed | S::Pending | S::Booked | S::Arrived | S::NoShow)
    }
}

/// Who asked for it. The person at the desk who typed it stands in the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requester {
    Patient,
    Caregiver(CaregiverId),
    /// The clinic itself: provider's order, moved by us.
    Clinic,
}

/// The patient's own word; the clinic's status stands apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirmation {
    pub state: ConfirmationState,
    /// Absent while not asked.
    pub stamp: Option<ConfirmationStamp>,
}

impl Confirmation {
    pub const NOT_ASKED: Confirmation = Confirmation { state: ConfirmationState::NotAsked, stamp: None };
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfirmationStamp {
    pub at: Instant,
    pub by: PersonId,
    pub channel: ContactChannel,
}

code_enum! {
    ConfirmationState { NotAsked = "not_asked", Asked = "asked", Confirmed = "confirmed", Declined = "declined" }
}

code_enum! {
    /// What came of an attempt to reach a patient.
    CallOutcome {
        Reached = "reached",
        NoAnswer = "no_answer",
        LeftMessage = "left_message",
        /// The patient, or whoever answered, asks to be called at another time.
        CallBack = "call_back",
        WrongNumber = "wrong_number",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cancellation {
    pub reason: CancelReason,
    pub by_patient: bool,
    pub is_late: bool,
    pub note: Personal,
}

code_enum! {
    CancelReason {
        PatientRequest = "patient_request",
        PatientIll = "patient_ill",
        PatientTransport = "patient_transport",
        PatientForgot = "patient_forgot",
        PatientDeceased = "patient_deceased",
        NoLongerNeeded = "no_longer_needed",
        ProviderUnavailable = "provider_unavailable",
        ClinicClosed = "clinic_closed",
        EquipmentFailure = "equipment_failure",
        BookedInError = "booked_in_error",
        Other = "other",
    }
}

impl CancelReason {
    /// Whether the cause lies with the clinic (a bump), not with the patient.
    #[must_use]
    pub const fn is_clinic(self) -> bool {
        use CancelReason as R;
        matches!(self, R::ProviderUnavailable | R::ClinicClosed | R::EquipmentFailure | R::BookedInError)
    }
}

/// One thing that happened to an appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEntry {
    pub at: Instant,
    /// Absent only for what an import brought along.
    pub by: Option<PersonId>,
    pub requested_by: Requester,
    pub what: HistoryEvent,
    pub sequel: Option<Sequel>,
    /// When it was typed in, where it was written on paper at its time.
    pub typed_at: Option<Instant>,
}

impl HistoryEntry {
    /// Whether it was written on paper and typed in later.
    #[must_use]
    pub const fn is_from_paper(&self) -> bool {
        self.typed_at.is_some()
    }

    /// Whether it still holds: nobody undid it.
    #[must_use]
    pub const fn stands(&self) -> bool {
        !matches!(self.sequel, Some(Sequel::Undone { .. }))
    }
}

/// What a later act made of an entry. The entry stays, so that the history has both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sequel {
    Undone {
        at: Instant,
        by: PersonId,
    },
    /// The visit was lost, and the patient got another one in its place.
    Rebooked {
        at: Instant,
        by: PersonId,
        appointment: AppointmentId,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HistoryEvent {
    Booked {
        overbook_reason: Option<String>,
        waives: Option<Buffer>,
        /// The lost visit that it stands in for.
        instead_of: Option<AppointmentId>,
    },
    /// Where it stood before: the lineage of a reschedule.
    Moved {
        from: Period,
        from_allocations: Vec<Allocation>,
        overbook_reason: Option<String>,
        waives: Option<Buffer>,
    },
    Status {
        from: AppointmentStatus,
        to: AppointmentStatus,
        /// What was compared at check-in; empty for every other step.
        verified: Vec<IdentityField>,
    },
    Confirmation {
        state: ConfirmationState,
    },
    Cancelled {
        reason: CancelReason,
    },
    Noted,
    /// Somebody tried to reach the patient about it.
    Called {
        outcome: CallOutcome,
        call_again: Option<Instant>,
    },
    /// Somebody said how urgent it is.
    Triaged {
        category: TriageCategory,
    },
    /// Asked at the counter, at check-in.
    Asked(Asked),
    /// It came from another record of the same person, or went back to it.
    Transferred {
        from: PatientId,
    },
    Imported,
}

#[cfg(test)]
mod tests {
    use super::AppointmentStatus as S;

    #[test]
    fn a_closed_visit_never_comes_back_to_life_by_a_status_change() {
        for status in [S::Cancelled, S::LateCancel, S::EnteredInError] {
            assert!(status.next().is_empty() && !status.is_live());
        }
    }

    #[test]
    fn every_live_status_can_reach_an_end() {
        for &status in S::ALL.iter().filter(|it| it.is_live()) {
            let ends = status.next().iter().any(|it| !it.is_live());
            assert!(ends || status.is_open(), "{status} can neither end nor be cancelled");
        }
    }
}
