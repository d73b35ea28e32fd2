//! Series: visits that repeat.

use super::{
    appointment::{AppointmentView, CancelRequest, RequesterView},
    offer::OfferView,
    refusal::RefusalView,
};
use clinic_domain::{
    appointment::AppointmentStatus,
    id::{AppointmentId, PatientId, Version},
    patient::ContactChannel,
    series::Nth,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Weekdays are 1 (Monday) to 7 (Sunday): ISO 8601.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "every", rename_all = "snake_case", deny_unknown_fields)]
pub enum PatternView {
    Weekly {
        every_n_weeks: u32,
        weekdays: Vec<u8>,
    },
    /// A month that lacks the day is said, and not counted.
    MonthlyByDate {
        every_n_months: u32,
        day: u32,
    },
    MonthlyByWeekday {
        every_n_months: u32,
        nth: Nth,
        weekday: u8,
    },
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(tag = "end", rename_all = "snake_case", deny_unknown_fields)]
pub enum EndingView {
    /// At most 104.
    After { count: u32 },
    /// `YYYY-MM-DD`, included.
    Until { day: String },
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PreviewSeriesRequest {
    /// The time that is to be repeated, from its day on: its place, type, provider and time of day.
    pub handle: String,
    pub patient: PatientId,
    pub pattern: PatternView,
    pub ending: EndingView,
}

/// A series as it would be; nothing is written yet. Whatever is chosen of it fits together.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SeriesPlanView {
    /// "every Tuesday"; empty where visits are moved.
    pub rhythm: String,
    pub occurrences: Vec<OccurrenceView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct OccurrenceView {
    /// The visit that would be moved there.
    pub moves: Option<StandingVisitView>,
    /// `YYYY-MM-DDTHH:MM` at the location: as the pattern has it.
    pub wall_start: String,
    /// Exactly that time, where it is free.
    pub fits: Option<OfferView>,
    /// Why it is not.
    pub reasons: Vec<RefusalView>,
    /// At most three: the same day, somebody else, another day.
    pub alternatives: Vec<OfferView>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BookSeriesRequest {
    /// One for each visit, 104 at most. All of them are booked, or none.
    pub handles: Vec<String>,
    pub pattern: PatternView,
    pub patient: PatientId,
    #[serde(default)]
    pub requested_by: RequesterView,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    #[ts(optional = nullable)]
    pub reminder: Option<ContactChannel>,
    #[serde(default)]
    pub contact_point: String,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct StandingVisitView {
    pub appointment: AppointmentId,
    pub version: Version,
    /// `YYYY-MM-DDTHH:MM` at the location: where it stands now.
    pub wall_start: String,
}

/// With which others of its series something is done to a visit: those after it, or all. What has passed and what is
/// not booked any more stays as it is.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SeriesScope {
    Following,
    All,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PreviewSeriesMoveRequest {
    pub appointment: AppointmentId,
    /// Where the visit itself is to go; the others move by as many days, to the same time and provider.
    pub handle: String,
    pub scope: SeriesScope,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MoveSeriesRequest {
    pub appointment: AppointmentId,
    /// As it was looked at.
    pub handle: String,
    /// All of them are moved, or none.
    pub moves: Vec<SeriesMoveView>,
    #[serde(default)]
    pub requested_by: RequesterView,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SeriesMoveView {
    pub appointment: AppointmentId,
    pub version: Version,
    pub handle: String,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CancelSeriesRequest {
    pub cancel: CancelRequest,
    pub scope: SeriesScope,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct SeriesChangeView {
    /// The visit that was named.
    pub visit: AppointmentView,
    /// How many were changed, it included.
    pub count: u32,
}

/// What a visit is one occurrence of.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SeriesView {
    /// "every Tuesday"; absent once it was moved to days that follow no pattern.
    pub rhythm: Option<String>,
    /// Which one this is, counted by start.
    pub number: u32,
    /// By start, this one among them.
    pub visits: Vec<SeriesVisitView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct SeriesVisitView {
    pub appointment: AppointmentId,
    /// `YYYY-MM-DDTHH:MM` at its location.
    pub wall_start: String,
    pub type_name: String,
    pub provider_name: String,
    pub status: AppointmentStatus,
}
