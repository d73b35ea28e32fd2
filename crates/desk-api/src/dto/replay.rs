//! Last year replayed with other hours of a provider. What the twin does stands in `docs/twin.md`.

use super::setup::TemplateView;
use clinic_domain::{capacity::twin::Measure, id::ResourceId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The hours as the command takes them that saves them, `put_template`; of a provider.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReplayTemplateRequest {
    pub template: TemplateView,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ReplayView {
    pub provider: ResourceId,
    pub provider_name: String,
    /// `YYYY-MM-DD`: the replayed days.
    pub first_day: String,
    pub last_day: String,
    /// How often the year was drawn anew.
    pub runs: u32,
    /// Minutes of working time on the replayed days.
    pub open_minutes: ReplayedMinutesView,
    /// One for each measure; empty where nobody asked for the provider.
    pub rows: Vec<ReplayRowView>,
    pub limits: Vec<ReplayLimitView>,
}

#[derive(Clone, Copy, Debug, Serialize, TS)]
pub struct ReplayedMinutesView {
    pub before: u64,
    pub after: u64,
}

/// What is absent is not known.
#[derive(Clone, Copy, Debug, Serialize, TS)]
pub struct ReplayRowView {
    pub measure: Measure,
    /// What happened.
    pub really: Option<f64>,
    /// Replayed with the hours as they were: beside `really` it says how far to trust a replay.
    pub before: Option<ReplaySpreadView>,
    pub after: Option<ReplaySpreadView>,
    /// Run by run, after less before.
    pub difference: Option<ReplaySpreadView>,
    /// Whether the difference points one way in nineteen runs of twenty.
    pub is_clear: bool,
}

/// Over the runs: the middle one, and those that one in twenty is below or above.
#[derive(Clone, Copy, Debug, Serialize, TS)]
pub struct ReplaySpreadView {
    pub p5: f64,
    pub median: f64,
    pub p95: f64,
}

/// What a replay cannot know: in general, and of these visits as far as they can be counted.
#[derive(Clone, Copy, Debug, Serialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ReplayLimitView {
    UnmetDemand,
    BehaviourWithAccess,
    Wishes,
    SimplerThanTheBook,
    PastHours { visits: u32, of: u32 },
    FewVisits { visits: u32 },
    WithoutBookingTime { visits: u32, of: u32 },
    Overbooks { visits: u32, of: u32 },
    WithoutOutcome { visits: u32, of: u32 },
    WithoutTimes { visits: u32, of: u32 },
    WithoutArrival { visits: u32, of: u32 },
    LeftOut { visits: u32 },
}
