//! One day of one location: the board.

use super::hold::HoldView;
use clinic_domain::{
    appointment::{AppointmentStatus, ConfirmationState},
    appointment_type::Modality,
    id::{AppointmentId, AppointmentTypeId, ExceptionId, LocationId, PatientId, ResourceId, Version},
    patient::LogisticsFlag,
    resource::ResourceKind,
    schedule::ExceptionKind,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DayRequest {
    pub location: LocationId,
    /// `YYYY-MM-DD`; today at the location when absent.
    #[serde(default)]
    pub date: Option<String>,
    /// Which columns: providers unless said otherwise.
    #[serde(default)]
    pub columns: Option<ResourceKind>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct DayView {
    pub location: LocationId,
    pub zone: String,
    pub date: String,
    /// Today at the location.
    pub today: String,
    /// Minutes since the local day began; absent on other days.
    pub now_minute: Option<u16>,
    /// Length of the local day: 1440 but for changes of clocks.
    pub day_minutes: u16,
    /// What part of the day the board has to show.
    pub from_minute: u16,
    pub to_minute: u16,
    /// The wall clock at every quarter hour of the day, in order.
    pub marks: Vec<MarkView>,
    pub columns: Vec<ColumnView>,
    pub visits: Vec<VisitView>,
    /// Times that are kept for visits to come.
    pub holds: Vec<HoldView>,
    pub totals: DayTotals,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WeekRequest {
    pub resource: ResourceId,
    /// `YYYY-MM-DD`, any day of the week; today at the resource's location when absent.
    #[serde(default)]
    pub date: Option<String>,
    /// 1 = Monday (and when absent) ... 7 = Sunday (ISO 8601).
    #[serde(default)]
    pub first_day: Option<u8>,
}

/// Seven days of one resource. It changes with the tags of its days, `day:<location>:<date>`.
#[derive(Clone, Debug, Serialize, TS)]
pub struct WeekView {
    pub resource: ResourceId,
    /// What part of the days has to be shown so that nothing of the week is cut off.
    pub from_minute: u16,
    pub to_minute: u16,
    /// In order. Each has the resource as its only column, its visits and no others, and its own marks.
    pub days: Vec<DayView>,
}

/// What a printed day has: the board, and beside it what the board has no room for. Asking for it is a printing in
/// the audit trail.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DaySheetView {
    pub day: DayView,
    /// `YYYY-MM-DDTHH:MM` at the location: the state that the paper shows.
    pub wall_at: String,
    /// Of the visits that have any of it.
    pub notes: Vec<SheetNoteView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct SheetNoteView {
    pub appointment: AppointmentId,
    pub note: String,
    /// The patient's alert.
    pub alert: String,
    pub flags: Vec<LogisticsFlag>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct MarkView {
    pub minute: u16,
    /// `HH:MM`.
    pub wall: String,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ColumnView {
    pub resource: ResourceId,
    pub name: String,
    pub detail: String,
    /// What the resource's time is, sorted; gaps between the parts are outside its hours.
    pub parts: Vec<PartView>,
    /// What is kept free beside the visits, by start.
    pub kept: Vec<KeptView>,
    /// No template or extra session covers this day or any other: say so.
    pub has_no_hours: bool,
    pub booked_minutes: u32,
    pub open_minutes: u32,
    /// How many visits it takes at a time.
    pub places: u8,
    /// `HH:MM` of the next free time from now on, if any.
    pub next_free: Option<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct PartView {
    pub kind: PartKind,
    pub from_minute: u16,
    pub to_minute: u16,
    /// For a closed part: why.
    pub label: String,
    /// For a block that can be taken back.
    pub exception: Option<ExceptionId>,
    pub exception_kind: Option<ExceptionKind>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct KeptView {
    pub kind: KeptKind,
    pub from_minute: u16,
    pub to_minute: u16,
    /// The other location of the person; empty for a changeover.
    pub place: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeptKind {
    /// A room or device is readied after a visit.
    Changeover,
    /// The person is at another location.
    Elsewhere,
    /// The person is on the way there or back.
    OnTheWay,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// In a session: booked or free.
    Open,
    /// Taken away by an exception.
    Closed,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct VisitView {
    pub id: AppointmentId,
    pub version: Version,
    pub patient: PatientId,
    pub patient_name: String,
    pub birth_date: Option<String>,
    pub record_number: String,
    /// Where there is no record number yet.
    pub short_code: Option<String>,
    pub phone: String,
    /// The first provider: the visit's own.
    pub provider: Option<ResourceId>,
    /// Everything it takes up.
    pub resources: Vec<ResourceId>,
    pub appointment_type: AppointmentTypeId,
    pub type_name: String,
    /// How many of the type come together; 1 where each comes alone.
    pub places: u8,
    pub modality: Modality,
    pub status: AppointmentStatus,
    pub confirmation: ConfirmationState,
    pub is_live: bool,
    /// Minutes since the local day began, without buffers.
    pub from_minute: u16,
    pub to_minute: u16,
    /// With buffers.
    pub blocked_from_minute: u16,
    pub blocked_to_minute: u16,
    /// `HH:MM`.
    pub wall_start: String,
    pub wall_end: String,
    /// 0, or the overbook lane.
    pub lane: u8,
    /// Waiting since check-in or arrival.
    pub waiting_since_minute: Option<u16>,
    pub has_alert: bool,
    pub needs_interpreter: bool,
    pub has_note: bool,
    pub is_in_series: bool,
    /// The status changes that are possible now.
    pub next_statuses: Vec<AppointmentStatus>,
    pub can_move: bool,
    pub mark: SyncMark,
}

/// How a visit stands with the centre. Without a centre all are accepted. Changes with the tags of its day and with `marks`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SyncMark {
    Accepted,
    /// Not sent yet, and confirmed by the hub of the location.
    Confirmed,
    NotSent,
    NeedsDecision,
}

#[derive(Clone, Debug, Default, Serialize, TS)]
pub struct DayTotals {
    pub booked: u32,
    pub arrived: u32,
    pub in_room: u32,
    pub done: u32,
    pub no_show: u32,
    pub cancelled: u32,
    pub booked_minutes: u32,
    pub open_minutes: u32,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BlockTimeRequest {
    /// One resource, or the whole location when absent.
    #[serde(default)]
    pub resource: Option<ResourceId>,
    pub location: LocationId,
    pub kind: ExceptionKind,
    pub first_day: String,
    #[serde(default)]
    pub last_day: Option<String>,
    /// `HH:MM`; the whole day when absent.
    #[serde(default)]
    pub from: Option<String>,
    #[serde(default)]
    pub to: Option<String>,
    pub reason: String,
    /// Of an extra session: only these; empty: all.
    #[serde(default)]
    pub types: Vec<AppointmentTypeId>,
    /// Of an extra session: how many overbooks at a time; 0 for none.
    #[serde(default)]
    pub overbook_lanes: u8,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct BlockedView {
    pub exception: ExceptionId,
    /// Visits inside that stay booked: a person has to deal with them.
    pub affected: Vec<VisitView>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UnblockTimeRequest {
    pub exception: ExceptionId,
}
