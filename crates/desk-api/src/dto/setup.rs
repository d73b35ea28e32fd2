//! What the practice set up.

use super::organization::OrganizationView;
use clinic_domain::{
    appointment_type::Modality,
    id::{AppointmentTypeId, ExceptionId, LocationId, ResourceId, TemplateId, Version},
    onboarding::ReadyStep,
    resource::ResourceKind,
    schedule::ExceptionKind,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Serialize, TS)]
pub struct SetupView {
    pub organization: OrganizationView,
    pub locations: Vec<LocationView>,
    /// In the order of the board's columns.
    pub resources: Vec<ResourceView>,
    pub appointment_types: Vec<AppointmentTypeView>,
    pub templates: Vec<TemplateView>,
    /// Holidays, time off, extra sessions and whatever closes a whole location, those that are not over; soonest first.
    pub closures: Vec<ClosureView>,
}

/// Taken back with `unblock_time`.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ClosureView {
    pub exception: ExceptionId,
    pub location: LocationId,
    /// Absent: the whole location.
    pub resource: Option<ResourceId>,
    pub kind: ExceptionKind,
    /// `YYYY-MM-DD`.
    pub first_day: String,
    pub last_day: String,
    /// `HH:MM` of each day; absent: the whole day.
    pub hours: Option<HoursView>,
    pub reason: String,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct HoursView {
    pub from: String,
    pub to: String,
}

/// What is booked from now on at something that is about to be switched off.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BookedAheadRequest {
    pub location: LocationId,
    /// One resource of it; all of them when absent.
    #[serde(default)]
    pub resource: Option<ResourceId>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct BookedAheadView {
    pub visits: u32,
    /// `YYYY-MM-DD` of the last of them.
    pub last_day: Option<String>,
}

/// What a new clinic needs, in the order in which a person does it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct GettingReadyView {
    pub steps: Vec<StepView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct StepView {
    pub step: ReadyStep,
    pub is_done: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LocationView {
    /// Absent when it is to be added.
    pub id: Option<LocationId>,
    pub version: Option<Version>,
    pub name: String,
    pub zone: String,
    pub phone: String,
    pub address: AddressView,
    /// Everybody who arrives gets a queue number, not only who walks in.
    #[serde(default)]
    pub numbers_arrivals: bool,
    pub is_active: bool,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AddressView {
    pub lines: Vec<String>,
    pub city: String,
    pub region: String,
    pub postal_code: String,
    pub country: String,
}

const fn one_place() -> u8 {
    1
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ResourceView {
    pub id: Option<ResourceId>,
    pub version: Option<Version>,
    pub location: LocationId,
    pub kind: ResourceKind,
    pub name: String,
    pub initials: String,
    pub specialty: String,
    pub identifier: String,
    /// Of a provider: where video visits are held, `https://…`.
    #[serde(default)]
    pub join_link: String,
    /// Of a room or device: minutes that it is readied between two visits, 0 to 240.
    #[serde(default)]
    pub changeover_minutes: u16,
    /// Of a provider: the row of the same person at another location.
    #[serde(default)]
    pub same_person_as: Option<ResourceId>,
    /// How many visits it takes at a time, 1 to 100; a provider takes 1.
    #[serde(default = "one_place")]
    pub places: u8,
    pub position: u32,
    pub is_active: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AppointmentTypeView {
    pub id: Option<AppointmentTypeId>,
    pub version: Option<Version>,
    pub name: String,
    pub neutral_label: String,
    pub short_code: String,
    /// In how many weeks the patient comes again, as a rule: 0 to 104, 0 where nothing follows.
    #[serde(default)]
    pub follow_up_weeks: u8,
    /// How many of a session's overbooks may be of this type: 0 to 9; no limit of its own when absent.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub overbook_lanes: Option<u8>,
    #[serde(default)]
    pub modality: Modality,
    pub duration_minutes: u16,
    pub buffer_before_minutes: u16,
    pub buffer_after_minutes: u16,
    pub needs: Vec<NeedView>,
    pub notice_minutes: u32,
    pub is_new_patient: bool,
    #[serde(default)]
    pub is_urgent: bool,
    /// How many of its visits come together, 1 to 100.
    #[serde(default = "one_place")]
    pub places: u8,
    pub is_active: bool,
    /// What comes first: offers are pairs then.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub preceded_by: Option<PrecedingView>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PrecedingView {
    pub appointment_type: AppointmentTypeId,
    /// From the end of the first visit to the start of the second.
    pub min_gap_minutes: u16,
    pub max_gap_minutes: u16,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NeedView {
    pub kind: ResourceKind,
    pub any_of: Vec<ResourceId>,
    pub from_minute: u16,
    pub minutes: u16,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TemplateView {
    pub id: Option<TemplateId>,
    pub version: Option<Version>,
    pub resource: ResourceId,
    pub name: String,
    /// `YYYY-MM-DD`.
    pub valid_from: String,
    pub valid_to: Option<String>,
    pub every_n_weeks: u8,
    pub sessions: Vec<SessionTimesView>,
    pub is_active: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionTimesView {
    /// 1 = Monday ... 7 = Sunday (ISO 8601).
    pub weekday: u8,
    /// `HH:MM`; the end may be `24:00`.
    pub from: String,
    pub to: String,
    pub types: Vec<AppointmentTypeId>,
    /// From so many days before on every type is taken; never when absent.
    #[serde(default)]
    pub release_days: Option<u16>,
    /// What stays free until the day is near; nothing when absent.
    #[serde(default)]
    pub reserve: Option<SessionReserveView>,
    pub overbook_lanes: u8,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionReserveView {
    /// Of the session's minutes: 1 to 100.
    pub percent: u8,
    /// From so many days before on nothing is kept any more: 0 for the day itself.
    pub until_days: u16,
}
