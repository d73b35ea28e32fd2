//! Offers: times that can be booked at once, each with the handle that books it.

use super::{refusal::RefusalView, setup::PrecedingView};
use clinic_domain::{
    id::{AppointmentId, AppointmentTypeId, ExceptionId, LocationId, PatientId, ResourceId},
    people::Role,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FindOffersRequest {
    /// Needed without `like`.
    #[serde(default)]
    pub location: Option<LocationId>,
    /// Needed without `like`.
    #[serde(default)]
    pub appointment_type: Option<AppointmentTypeId>,
    /// Empty: any; with `like`, the provider of that visit.
    #[serde(default)]
    pub providers: Vec<ResourceId>,
    #[serde(default)]
    pub patient: Option<PatientId>,
    /// The visit to be moved, when this looks for its new time.
    #[serde(default)]
    pub moving: Option<AppointmentId>,
    /// "Find next like this", "rebook now": location, type (and with it the length) and patient are those of this
    /// visit, and so is the provider unless `providers` says otherwise. `book` with `instead_of` keeps its note too.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub like: Option<AppointmentId>,
    /// Another visit that is to come first, though the type does not ask for it: pairs are offered.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub link: Option<PrecedingView>,
    /// `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM`: the day that is wished for. From now on, and any day, when absent.
    #[serde(default)]
    pub from: Option<String>,
    /// Last day, included; 90 days on when absent.
    #[serde(default)]
    pub until: Option<String>,
    /// So many in order, at most 200. When absent, the three that differ usefully: the earliest, another time of day,
    /// another day or provider; the own provider's first where no provider is asked for.
    #[serde(default)]
    pub limit: Option<u32>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct OffersView {
    /// What was looked for: as asked, or as in the visit that was liked.
    pub wanted: WantedView,
    pub offers: Vec<OfferView>,
    /// Last day that was searched.
    pub searched_until: String,
    /// Where there are none, fewer than were asked for, or none on the day that was asked for: first that, then why,
    /// the weightiest reason first.
    pub reasons: Vec<RefusalView>,
    /// What would be free then with one thing changed, the smallest change first.
    pub alternatives: Vec<AlternativeView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct AlternativeView {
    pub change: AlternativeChange,
    /// "Another provider: Tue 24 Nov 10:20, Dr Sam Okafor".
    pub label: String,
    pub appointment_type: AppointmentTypeId,
    /// The provider, or whoever and whatever comes first in a visit without one.
    pub resource: ResourceId,
    pub resource_name: String,
    /// `YYYY-MM-DDTHH:MM` at the location.
    pub wall_start: String,
}

/// What has to be asked for instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AlternativeChange {
    /// Any provider.
    AnotherProvider,
    /// The day of the start.
    Later,
    /// The shorter appointment type.
    ShorterType,
    /// Exactly this time, as an overbook.
    Overbook,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct WantedView {
    pub location: LocationId,
    pub appointment_type: AppointmentTypeId,
    /// Empty: any.
    pub providers: Vec<ResourceId>,
    pub patient: Option<PatientId>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct OfferView {
    /// Opaque; books exactly this offer, in this run of the desk.
    pub handle: String,
    pub provider: Option<ResourceId>,
    pub provider_name: String,
    pub resources: Vec<ResourceId>,
    /// "Room 4, ECG 1": what comes with the provider.
    pub with: String,
    pub starts_at: String,
    /// `YYYY-MM-DDTHH:MM` at the location.
    pub wall_start: String,
    pub wall_end: String,
    pub lane: u8,
    /// "Own provider", "Earliest": why this one, in words.
    pub reasons: Vec<String>,
    /// The group that it joins.
    pub joins: Option<JoinsView>,
    /// What comes first: the pair is booked by both handles.
    pub before: Option<BeforeView>,
    /// For a visit that is moved: it would be too near or too far from the one that it belongs to.
    pub breaks_gap: bool,
}

/// So many are booked of so many places.
#[derive(Clone, Copy, Debug, Serialize, TS)]
pub struct JoinsView {
    pub booked: u8,
    pub places: u8,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct BeforeView {
    pub handle: String,
    pub type_name: String,
    pub provider_name: String,
    pub with: String,
    /// `YYYY-MM-DDTHH:MM` at the location.
    pub wall_start: String,
    pub wall_end: String,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OfferAtRequest {
    pub resource: ResourceId,
    /// `YYYY-MM-DDTHH:MM` at the location.
    pub start: String,
    pub appointment_type: AppointmentTypeId,
    #[serde(default)]
    pub patient: Option<PatientId>,
    #[serde(default)]
    pub moving: Option<AppointmentId>,
    /// As in `find_offers`.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub link: Option<PrecedingView>,
    /// As for `book`; nothing else is offered then.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub written_at: Option<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum OfferAtView {
    Offer {
        offer: OfferView,
    },
    /// Only as a deliberate overbook, with a reason. Who may not overbook gets `Refused` instead, with `not_permitted`
    /// among the reasons.
    Overbook {
        offer: OfferView,
        because: Vec<RefusalView>,
        fixes: Vec<FixView>,
    },
    Refused {
        reasons: Vec<RefusalView>,
        fixes: Vec<FixView>,
    },
}

/// A change that would allow the visit. The smallest stand first, three at most.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FixView {
    pub change: FixChange,
    /// "20 minutes later", "Another provider".
    pub label: String,
    /// A shorter one, or the one that was asked for.
    pub appointment_type: AppointmentTypeId,
    /// Books it at once; null where it takes something else first.
    pub offer: Option<OfferView>,
    /// What an overbook or a left out buffer goes against, which takes a reason.
    pub because: Vec<RefusalView>,
    /// What this person can open the time with, and then ask again.
    pub opening: Option<OpeningView>,
    /// Who may do it where this person may not: people in these roles.
    pub granted_by: Vec<Role>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FixChange {
    AnotherProvider,
    AnotherRoom,
    AnotherEquipment,
    Overbook,
    /// Without the time that the type keeps free around the visit; takes a reason, as an overbook does.
    WaiveBuffer,
    AnotherTime,
    ShorterType,
    /// `unblock_time`.
    Unblock,
    /// `block_time` of the kind `extra_session`.
    ExtraSession,
}

/// The fields of the act that opens the time.
#[derive(Clone, Debug, Serialize, TS)]
pub struct OpeningView {
    /// The block to take back; an extra session when null.
    pub exception: Option<ExceptionId>,
    pub resource: ResourceId,
    pub resource_name: String,
    /// `YYYY-MM-DD`.
    pub day: String,
    /// `HH:MM`.
    pub from: String,
    pub to: String,
}
