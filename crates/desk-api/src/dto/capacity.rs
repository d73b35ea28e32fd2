//! The practice's capacity in figures. What each metric means stands in `docs/metrics.md`, under its code.

use super::proposal::ProposedVisitView;
use clinic_domain::{
    capacity::{Metric, NeedKind, Unit, Why},
    id::{AppointmentTypeId, LocationId, ResourceId},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is absent filters nothing.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CapacityRequest {
    #[serde(default)]
    pub location: Option<LocationId>,
    #[serde(default)]
    pub provider: Option<ResourceId>,
    #[serde(default)]
    pub appointment_type: Option<AppointmentTypeId>,
    /// `YYYY-MM-DD`, of the figures; both or neither: the last 13 weeks up to yesterday. A year at most.
    #[serde(default)]
    pub first_day: Option<String>,
    #[serde(default)]
    pub last_day: Option<String>,
}

/// It changes with `setup` and with any `day:`.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CapacityView {
    /// By the clock of the first location, as everything here.
    pub today: String,
    /// `YYYY-MM-DDTHH:MM`.
    pub wall_now: String,
    /// Of the figures.
    pub first_day: String,
    pub last_day: String,
    pub figures: Vec<MetricView>,
    pub of_yesterday: Vec<MetricView>,
    pub of_today: Vec<MetricView>,
    /// Today and the days after it: the columns of the providers' cells.
    pub ahead: Vec<String>,
    pub providers: Vec<CapacityProviderView>,
    /// Oldest first; the last one is this week up to today.
    pub weeks: Vec<CapacityWeekView>,
    /// What the same weekday of the weeks before usually says.
    pub usual: Vec<MetricView>,
    /// What somebody should decide about, the most pressing first; of the whole practice, whatever is filtered.
    pub needs: Vec<CapacityNeedView>,
}

/// One thing to decide, with its evidence. What does not belong to its kind is absent or 0.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CapacityNeedView {
    pub kind: NeedKind,
    pub location: LocationId,
    pub location_name: String,
    pub provider: Option<ResourceId>,
    pub provider_name: String,
    pub appointment_type: Option<AppointmentTypeId>,
    pub type_name: String,
    pub day: Option<String>,
    /// 1 for Monday.
    pub weekday: Option<u8>,
    /// Visits, or people who wait.
    pub count: u32,
    pub minutes: i64,
    /// Until the third next time; absent where there is none as far ahead as is looked.
    pub days: Option<i64>,
    pub share: Option<FigureView>,
}

#[derive(Clone, Copy, Debug, Serialize, TS)]
pub struct MetricView {
    pub metric: Metric,
    pub unit: Unit,
    pub figure: FigureView,
}

/// A figure with what it is made of, or why there is none; never a 0 that nobody counted.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum FigureView {
    Share {
        part: u64,
        whole: u64,
    },
    /// The middle one, what nine of ten do not exceed, and of how many.
    Spread {
        median: i64,
        p90: i64,
        of: u64,
    },
    Mean {
        total: u64,
        of: u64,
    },
    Amount {
        amount: u64,
    },
    Unknown {
        why: Why,
    },
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct CapacityProviderView {
    pub provider: ResourceId,
    pub name: String,
    pub location: LocationId,
    pub location_name: String,
    /// One for each day ahead.
    pub cells: Vec<CapacityCellView>,
    pub third_next: Option<ProviderThirdNextView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ProviderThirdNextView {
    pub type_name: String,
    /// Calendar days from today; absent where there is none as far ahead as is looked.
    pub days: Option<i64>,
}

/// A provider's day in minutes of open time: booked, held, free and past add up to open.
#[derive(Clone, Copy, Debug, Serialize, TS)]
pub struct CapacityCellView {
    pub open: i64,
    pub booked: i64,
    pub held: i64,
    pub free: i64,
    /// Neither booked nor held, and over.
    pub past: i64,
    pub overbooked: i64,
    pub visits: u32,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct CapacityWeekView {
    pub monday: String,
    /// Of what is followed: utilisation, no-shows, visits, lead time.
    pub whole: Vec<MetricView>,
    /// Monday first.
    pub days: Vec<Vec<MetricView>>,
}

/// A number whose visits somebody wants to see.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CapacityBehindRequest {
    pub of: CapacityRequest,
    pub number: CapacityNumber,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum CapacityNumber {
    Metric { metric: Metric },
    Cell { provider: ResourceId, day: String },
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct CapacityBehindView {
    /// How many make the number.
    pub part: u32,
    /// The others of what it is a share of.
    pub rest: u32,
    /// The first 500 of both, those of the part first.
    pub visits: Vec<ProposedVisitView>,
    /// How many of the named ones are of the part.
    pub named: u32,
}
