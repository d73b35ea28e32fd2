//! How likely visits are missed, and what that is used for. `docs/no-show.md` says how it is judged.

use super::proposal::ProposedVisitView;
use clinic_domain::id::{AppointmentTypeId, LocationId, ResourceId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is absent filters nothing.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NoShowRequest {
    #[serde(default)]
    pub location: Option<LocationId>,
    #[serde(default)]
    pub provider: Option<ResourceId>,
}

/// Learnt once a day, from the visits of two years.
#[derive(Clone, Debug, Serialize, TS)]
pub struct NoShowView {
    pub today: String,
    pub forecast: ForecastView,
    /// Where one more visit makes nobody wait long, on the days ahead; by day. None without a forecast.
    pub extra: Vec<ExtraVisitView>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ForecastView {
    TooLittle { outcomes: u32, needed: u32 },
    Learnt(LearntView),
}

/// How good it was on the later quarter of the visits, which it had not seen, beside the base rate: everybody at the rate of the
/// earlier part.
#[derive(Clone, Debug, Serialize, TS)]
pub struct LearntView {
    /// Whether it came closer than the base rate by more than chance explains; if not, the base rate is said of everybody.
    pub is_believed: bool,
    /// Whether there was enough for a regression; the rates of types and lead times otherwise.
    pub is_regression: bool,
    pub learnt_from: u32,
    /// The first day of the later part.
    pub judged_from: String,
    pub judged: u32,
    pub missed: u32,
    /// Of all that is known.
    pub base_rate: f64,
    pub brier: f64,
    pub base_brier: f64,
    /// By how much the Brier score is lower, and the standard error of that.
    pub gain: f64,
    pub gain_error: f64,
    /// How often a missed visit was given more than a kept one; absent where all were missed or none.
    pub auc: Option<f64>,
    /// The mean of what was said less what came.
    pub in_the_large: f64,
    pub calibration_error: f64,
    /// Tenths of the visits by what was said, lowest first.
    pub bins: Vec<CalibrationBinView>,
}

#[derive(Clone, Copy, Debug, Serialize, TS)]
pub struct CalibrationBinView {
    pub visits: u32,
    pub missed: u32,
    pub said: f64,
    pub came: f64,
    /// The 95 % interval of what came.
    pub at_least: f64,
    pub at_most: f64,
}

/// One more visit over a provider's booked ones. Minutes are expected ones.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ExtraVisitView {
    pub provider: ResourceId,
    pub provider_name: String,
    pub location: LocationId,
    pub location_name: String,
    pub date: String,
    pub wall_start: String,
    pub appointment_type: AppointmentTypeId,
    pub type_name: String,
    /// Visits of the session, and how many of them are expected not to come.
    pub booked: u32,
    pub expected_missed: f64,
    pub own_wait_minutes: f64,
    /// Of whoever it meets most.
    pub most_added_wait_minutes: f64,
    pub overtime_minutes: f64,
}

/// Whom to remind of a day's visits.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WhomToRemindRequest {
    /// `YYYY-MM-DD`; tomorrow when absent. At most two weeks ahead.
    #[serde(default)]
    pub day: Option<String>,
    #[serde(default)]
    pub location: Option<LocationId>,
    #[serde(default)]
    pub provider: Option<ResourceId>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct WhomToRemindView {
    pub day: String,
    /// Whether the order says anything; by start where it does not.
    pub is_believed: bool,
    /// All booked visits of the day, the likeliest to be missed first.
    pub visits: Vec<ToRemindView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ToRemindView {
    pub visit: ProposedVisitView,
    /// From 0 to 1: a share of visits like it. Absent without a forecast.
    pub probability: Option<f64>,
    /// The greatest first.
    pub reasons: Vec<MissedReasonView>,
}

/// What makes a visit likelier to be missed than the average one.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum MissedReasonView {
    BookedAhead {
        days: u32,
    },
    Missed {
        missed: u32,
        of: u32,
    },
    FirstVisit,
    /// 1 for Monday.
    Weekday {
        weekday: u8,
    },
    /// From this hour on.
    Hour {
        hour: u32,
    },
    OfSeries,
    BookedByClinic,
    AppointmentType {
        name: String,
    },
    Location {
        name: String,
    },
    Provider {
        name: String,
    },
}
