//! What is asked for and what is offered: times, and why there are none.

use super::{
    appointment_type::PrecedingForm,
    time::{Day, Moment, rfc3339},
};
use chrono_tz::Tz;
use clinic_domain::{
    availability::{Cause, Obstacle, OfferReason},
    id::{AppointmentId, AppointmentTypeId, LocationId, PatientId, ResourceId},
    operation::SlotContent,
    setup::Setup,
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct OffersForm {
    pub location: LocationId,
    pub appointment_type: AppointmentTypeId,
    /// Only with one of these; empty: anybody.
    #[serde(default)]
    #[garde(length(max = 200))]
    pub providers: Vec<ResourceId>,
    #[serde(default)]
    pub patient: Option<PatientId>,
    /// The visit that is to be moved.
    #[serde(default)]
    pub moving: Option<AppointmentId>,
    /// A visit whose weekday and time of day are liked.
    #[serde(default)]
    pub like: Option<AppointmentId>,
    /// Another visit that is to come first, though the type does not ask for it.
    #[serde(default)]
    #[garde(dive)]
    pub link: Option<PrecedingForm>,
    /// From this day on; from now when absent.
    #[serde(default)]
    pub from: Option<Day>,
    /// Last day, included; 90 days on when absent.
    #[serde(default)]
    pub until: Option<Day>,
    #[serde(default)]
    pub part_of_day: Option<PartOfDay>,
    /// So many in order; when absent, the three that differ usefully.
    #[serde(default)]
    #[garde(range(min = 1, max = 200))]
    pub limit: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartOfDay {
    /// Before noon.
    Morning,
    Afternoon,
}

#[derive(Serialize, JsonSchema)]
pub struct OffersView {
    pub offers: Vec<OfferView>,
    pub searched_until: Day,
    /// What was asked for and is not there; absent where it is.
    pub missing: Option<MissingView>,
}

#[derive(Serialize, JsonSchema)]
pub struct OfferView {
    /// Books exactly this.
    pub offer: String,
    #[serde(flatten)]
    pub time: TimeView,
    pub reasons: Vec<OfferReason>,
    /// For a group that has begun to fill: how many it has, of how many places.
    pub booked: Option<u8>,
    pub places: Option<u8>,
    /// What comes first.
    pub before: Option<BeforeView>,
}

#[derive(Serialize, JsonSchema)]
pub struct TimeView {
    pub appointment_type: AppointmentTypeId,
    pub provider: Option<ResourceId>,
    pub resources: Vec<ResourceId>,
    /// With the offset of the location.
    #[schemars(extend("format" = "date-time"))]
    pub starts_at: String,
    #[schemars(extend("format" = "date-time"))]
    pub ends_at: String,
    /// `YYYY-MM-DDTHH:MM` on the wall of the location.
    pub wall_start: String,
    pub zone: &'static str,
    pub lane: u8,
}

impl TimeView {
    #[must_use]
    pub fn of(setup: &Setup, zone: Tz, slot: &SlotContent) -> TimeView {
        TimeView {
            appointment_type: slot.appointment_type,
            provider: setup.own_provider(&slot.allocations),
            resources: slot.allocations.iter().map(|it| it.resource).collect(),
            starts_at: rfc3339(slot.visit.start(), zone),
            ends_at: rfc3339(slot.visit.end(), zone),
            wall_start: slot.visit.start().wall_text(zone),
            zone: zone.name(),
            lane: slot.allocations.iter().map(|it| it.lane).max().unwrap_or(0),
        }
    }
}

#[derive(Serialize, JsonSchema)]
pub struct BeforeView {
    pub offer: String,
    #[serde(flatten)]
    pub time: TimeView,
}

#[derive(Serialize, JsonSchema)]
pub struct MissingView {
    pub what: MissingWhat,
    /// The weightiest first.
    pub obstacles: Vec<ObstacleView>,
    /// What would be free with one thing changed, the smallest change first.
    pub alternatives: Vec<AlternativeView>,
}

#[derive(Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MissingWhat {
    /// Nothing is free.
    Any,
    /// Nothing on the day that was wished for.
    OnDay,
    /// Less than was asked for.
    More,
    /// The visit has time, but not the one that comes before it.
    Before,
    /// Something is free, but not in that part of the day.
    PartOfDay,
}

#[derive(Serialize, JsonSchema)]
pub struct ObstacleView {
    pub cause: &'static str,
    /// Whose time it takes; empty where it is nobody's in particular.
    pub resources: Vec<ResourceId>,
    /// Of a reserve: the day from which on nothing is kept free any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens: Option<Day>,
    /// Of a visit of the patient that is in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub busy_from: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub busy_until: Option<Moment>,
}

#[derive(Serialize, JsonSchema)]
pub struct AlternativeView {
    pub change: AlternativeChange,
    pub offer: String,
    #[serde(flatten)]
    pub time: TimeView,
}

#[derive(Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlternativeChange {
    AnotherProvider,
    Later,
    ShorterType,
    Overbook,
}

impl ObstacleView {
    pub(crate) fn of(it: &Obstacle) -> ObstacleView {
        let during = match it.cause {
            Cause::PatientBusy { during, .. } => Some(during),
            _ => None,
        };
        ObstacleView {
            cause: it.cause.code(),
            resources: it.resources.clone(),
            opens: match it.cause {
                Cause::Reserved { opens } => Some(Day(opens)),
                _ => None,
            },
            busy_from: during.map(|it| Moment(it.start())),
            busy_until: during.map(|it| Moment(it.end())),
        }
    }
}
