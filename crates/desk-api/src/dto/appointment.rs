//! An appointment in full, and what can be done with it.

use super::{day::VisitView, series::SeriesView, setup::PrecedingView};
use clinic_domain::{
    appointment::{AppointmentStatus, CancelReason, ConfirmationState},
    attendance::TriageCategory,
    counter::CardAnswer,
    id::{AppointmentId, CaregiverId, PatientId, Version},
    patient::{ContactChannel, IdentityField},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Serialize, TS)]
pub struct AppointmentView {
    pub visit: VisitView,
    /// `YYYY-MM-DD` at the location.
    pub date: String,
    pub location_name: String,
    pub provider_name: String,
    /// Rooms and equipment.
    pub with: String,
    pub note: String,
    /// "Patient", "Rosa Ruiz (parent)", "Clinic".
    pub requested_by: String,
    pub alert: String,
    pub reminder: ReminderView,
    /// The number that the clinic calls, or the link that both open; empty where there is none yet.
    pub contact_point: String,
    pub cancellation: Option<CancellationView>,
    /// The lost visit that it stands in for.
    pub instead_of: Option<LinkedVisitView>,
    /// The visit that stands in for it, when this one was lost and booked again.
    pub rebooked_as: Option<LinkedVisitView>,
    /// What it is one occurrence of.
    pub series: Option<SeriesView>,
    /// Cancelled, missed or left: `find_offers` with `like` and `book` with `instead_of` rebook it.
    pub can_rebook: bool,
    pub attendance: AttendanceView,
    /// `HH:MM` at the location, once the patient came.
    pub arrived_at: Option<String>,
    /// How many minutes after its beginning, where that is more than `late_arrival_minutes` of the organization.
    pub late_minutes: Option<u32>,
    /// Oldest first.
    pub history: Vec<HistoryView>,
}

/// How the patient is here.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AttendanceView {
    pub is_walk_in: bool,
    pub triage: Option<TriageCategory>,
    /// Of the location's day; kept when the visit is moved within it.
    pub queue_number: Option<u32>,
    /// Within how many minutes of coming the patient is to be seen.
    pub target_minutes: Option<u16>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ReminderView {
    /// The visit's own, or the patient's preference.
    pub channel: ContactChannel,
    /// Whether it was chosen for this visit.
    pub is_of_visit: bool,
    /// The patient's consent to reminders.
    pub may_be_reminded: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct LinkedVisitView {
    pub appointment: AppointmentId,
    /// `YYYY-MM-DDTHH:MM` at its location.
    pub wall_start: String,
    pub status: AppointmentStatus,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct CancellationView {
    pub reason: CancelReason,
    pub by_patient: bool,
    pub is_late: bool,
    pub note: String,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct HistoryView {
    /// `YYYY-MM-DDTHH:MM` at the location.
    pub wall_at: String,
    pub by: String,
    /// "asked by the patient": goes on after `by`.
    pub requested_by: String,
    /// "Moved from Tue 3 Mar 15:00, Dr Chen".
    pub what: String,
    /// Who took it back when; it then changed nothing.
    pub undone: Option<StampView>,
    /// `YYYY-MM-DDTHH:MM` at the location: when it was typed in, where it was written on paper at its time.
    pub typed_at: Option<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct StampView {
    /// `YYYY-MM-DDTHH:MM` at the location.
    pub wall_at: String,
    pub by: String,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AppointmentRequest {
    pub appointment: AppointmentId,
}

/// Who asks.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, TS)]
#[serde(tag = "who", rename_all = "snake_case", deny_unknown_fields)]
pub enum RequesterView {
    #[default]
    Patient,
    Caregiver {
        caregiver: CaregiverId,
    },
    Clinic,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BookRequest {
    pub handle: String,
    pub patient: PatientId,
    #[serde(default)]
    pub requested_by: RequesterView,
    /// Absent: none, or that of the visit it stands in for.
    #[serde(default)]
    pub note: Option<String>,
    #[serde(default)]
    pub overbook_reason: Option<String>,
    /// How to remind the patient of this visit. Absent: by their own preference, or as for the visit it stands in for.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub reminder: Option<ContactChannel>,
    /// For a visit by phone or video: another number or link (`https://…`) than the patient's or the provider's own.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub contact_point: Option<String>,
    /// A cancelled or missed visit of the patient that this one stands in for; the history of both says so.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub instead_of: Option<AppointmentId>,
    /// The handle of the visit that comes first: both are booked, or none.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub before: Option<String>,
    /// Why it comes first, where the person said so: as in `find_offers`.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub link: Option<PrecedingView>,
    /// The patient stands at the counter, and it is so urgent: the visit of today has arrived at once, with a queue
    /// number.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub walk_in: Option<TriageCategory>,
    /// `YYYY-MM-DDTHH:MM` at the location: when it was written on paper, where it is typed in later. It is decided as it would
    /// have been then, on the book as it is now; at most two weeks back.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub written_at: Option<String>,
    /// What it cost whoever typed it, as far as that was measured.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub effort: Option<EffortView>,
}

/// From the first key of a booking to the command that books.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct EffortView {
    pub seconds: u32,
    pub keystrokes: u32,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SetTriageRequest {
    pub appointment: AppointmentId,
    pub version: Version,
    pub category: TriageCategory,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RescheduleRequest {
    pub appointment: AppointmentId,
    pub version: Version,
    pub handle: String,
    #[serde(default)]
    pub requested_by: RequesterView,
    #[serde(default)]
    pub overbook_reason: Option<String>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CancelRequest {
    pub appointment: AppointmentId,
    pub version: Version,
    pub reason: CancelReason,
    #[serde(default)]
    pub requested_by: RequesterView,
    #[serde(default)]
    pub note: String,
    /// As for `book`.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub written_at: Option<String>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SetStatusRequest {
    pub appointment: AppointmentId,
    pub version: Version,
    pub to: AppointmentStatus,
    #[serde(default)]
    pub requested_by: RequesterView,
    /// As for `book`.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub written_at: Option<String>,
}

/// Refused with `identity_not_verified` for fewer than two different details; a detail that the record does not have
/// is `invalid`. The way to checked-in: `set_status` goes there only as a step back.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CheckInRequest {
    pub appointment: AppointmentId,
    pub version: Version,
    /// What was compared with what the patient says; it stands in the history and in the audit trail.
    pub verified: Vec<IdentityField>,
    /// The patient said that phone, address and coverage are as the record has them.
    #[serde(default)]
    pub details_confirmed: bool,
    /// What came of asking for the insurance card; absent where nobody asked.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub card: Option<CardAnswer>,
    #[serde(default)]
    pub requested_by: RequesterView,
    /// As for `book`.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub written_at: Option<String>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SetConfirmationRequest {
    pub appointment: AppointmentId,
    pub version: Version,
    pub state: ConfirmationState,
    pub channel: ContactChannel,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SetNoteRequest {
    pub appointment: AppointmentId,
    pub version: Version,
    pub note: String,
}
