//! What a change of hours or a closure would do, before it is saved.

use super::{
    day::{BlockTimeRequest, UnblockTimeRequest, VisitView},
    organization::OrganizationView,
    setup::{AppointmentTypeView, ResourceView, TemplateView},
};
use clinic_domain::id::AppointmentTypeId;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ProposeTemplateRequest {
    pub change: ProposedChange,
    /// By whose third next time waiting is measured; the one that is booked most in the next two weeks when absent.
    #[serde(default)]
    pub appointment_type: Option<AppointmentTypeId>,
    /// Whether the visits that would lose their time are to be named.
    #[serde(default)]
    pub with_visits: bool,
}

/// What is about to be saved, as the command that saves it takes it: `put_template`, `block_time`, `unblock_time`,
/// `put_organization`.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProposedChange {
    Template(TemplateView),
    Closure(BlockTimeRequest),
    Opening(UnblockTimeRequest),
    /// Its business hours.
    Organization(Box<OrganizationView>),
}

/// It changes with `setup` and with the tags of the days, `day:<location>:<date>`.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ProposalView {
    /// Booked visits that would lie outside every session or in closed time, and do not yet.
    pub lost: u32,
    /// Those that would lie in hours again.
    pub regained: u32,
    /// The first of those that would lose their time, by time; empty unless asked for.
    pub visits: Vec<ProposedVisitView>,
    /// A template's: in an ordinary week from the first day on which the change is felt. A closure's: on its days, from
    /// today on, of its provider or of all providers of the location. Business hours': in an ordinary week from today on,
    /// of all providers.
    pub open_minutes: MinutesComparedView,
    /// Absent for rooms and equipment, and for business hours of several locations.
    pub third_next: Option<ThirdNextView>,
}

/// A room, a device or a type that is about to be saved with fewer places.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProposePlacesRequest {
    Resource(Box<ResourceView>),
    AppointmentType(Box<AppointmentTypeView>),
}

/// Booked visits that would find no place any more: those that were booked last. They keep their time.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CrowdedOutView {
    pub count: u32,
    /// The first of them, by time.
    pub visits: Vec<ProposedVisitView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ProposedVisitView {
    /// The visit's own day, which its minutes are counted in.
    pub date: String,
    pub visit: VisitView,
}

#[derive(Clone, Copy, Debug, Serialize, TS)]
pub struct MinutesComparedView {
    pub before: u32,
    pub after: u32,
}

/// When the third visit from now on could be had, one booked after the other.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ThirdNextView {
    pub type_name: String,
    /// `YYYY-MM-DDTHH:MM` at the location; absent where there is no such time within the ordinary search.
    pub before: Option<String>,
    pub after: Option<String>,
}
