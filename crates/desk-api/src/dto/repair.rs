//! Day repair: what goes wrong, the plan for the visits that it touches, and what a person takes of it.

use super::{
    day::{BlockTimeRequest, VisitView},
    offer::OfferView,
    refusal::RefusalView,
};
use clinic_domain::{
    availability::{Mark, Nearness},
    id::{AppointmentId, ExceptionId, LocationId, ResourceId, Version},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ProposeRepairRequest {
    pub trouble: TroubleRequest,
    /// Places that a person chose: the rest is planned around them.
    #[serde(default)]
    pub picks: Vec<RepairPick>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TroubleRequest {
    /// As `repair` will close it.
    Closed(BlockTimeRequest),
    /// Visits of the location whose hours are gone already: the first of the list of them.
    WithoutHours { location: LocationId },
    /// A provider is so many minutes behind now.
    Late { resource: ResourceId, minutes: u16 },
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RepairPick {
    pub appointment: AppointmentId,
    pub handle: String,
}

/// It changes with `setup` and with the tags of the days, `day:<location>:<date>`.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RepairView {
    pub location: LocationId,
    /// In the order in which people have to hear of it: who would come or be seen first.
    pub steps: Vec<RepairStepView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct RepairStepView {
    /// The visit's own day, which its minutes are counted in.
    pub date: String,
    /// As it stands.
    pub visit: VisitView,
    pub provider_name: String,
    pub marks: Vec<Mark>,
    pub outcome: RepairOutcomeView,
    /// Other places that it could have beside everything else in the plan.
    pub instead: Vec<RepairPlaceView>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum RepairOutcomeView {
    /// It keeps its told time and begins so much later; 0 where it begins in time after all.
    Wait {
        minutes: u32,
    },
    Move {
        place: Box<RepairPlaceView>,
    },
    Nothing {
        reasons: Vec<RefusalView>,
    },
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct RepairPlaceView {
    pub offer: OfferView,
    pub nearness: Nearness,
    /// "Same provider, 20 minutes later".
    pub label: String,
    /// Of a place on another day: what takes the visit's own day away.
    pub not_that_day: Vec<RefusalView>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RepairRequest {
    /// What closes with it; null where a provider only runs late.
    #[serde(default)]
    pub closure: Option<BlockTimeRequest>,
    /// The accepted moves. All of them are written with the closure, or nothing is.
    pub moves: Vec<RepairMoveRequest>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RepairMoveRequest {
    pub appointment: AppointmentId,
    pub version: Version,
    pub handle: String,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct RepairedView {
    pub exception: Option<ExceptionId>,
    pub moved: u32,
    /// Visits that stay booked inside what was closed.
    pub left: u32,
}
