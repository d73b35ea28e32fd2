//! The organization: what it is called, how it is reached, when it is open, and how it works.

use super::setup::AddressView;
use clinic_domain::{
    counter::CardInterval,
    id::{LocationId, Version},
    organization::{OrganizationKind, OrganizationSize},
    tier::SubscriptionTier,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OrganizationView {
    pub version: Version,
    pub name: String,
    /// Its name in addresses; the centre gives it, and it is not changed here.
    #[serde(default)]
    pub slug: String,
    pub kind: OrganizationKind,
    #[serde(default)]
    pub size: Option<OrganizationSize>,
    #[serde(default)]
    pub address: AddressView,
    #[serde(default)]
    pub contact: OrganizationContactView,
    /// What bounds the sessions of all locations, by their own clocks: a weekday without any is closed. Absent: nothing.
    #[serde(default)]
    pub business_hours: Option<Vec<OpenHoursView>>,
    /// The zone of a new location, like `America/New_York`.
    #[serde(default)]
    pub zone: Option<String>,
    /// The centre gives it; absent for a desk that stands alone.
    #[serde(default)]
    pub subscription_tier: Option<SubscriptionTier>,
    pub auto_lock_minutes: u8,
    pub grid_minutes: u8,
    pub late_cancel_hours: u16,
    /// A patient who comes later after the beginning than this is late; 0 to 240.
    pub late_arrival_minutes: u16,
    /// Within how many minutes of coming each triage category is to be seen, most urgent first; 0 to 1440, not falling.
    pub triage_targets: [u16; 5],
    /// After so many days a patient is asked at check-in whether the record is still correct; 0 for never, at most 731.
    pub confirm_details_days: u16,
    pub card_interval: CardInterval,
    /// How long the way between two locations takes; both directions alike, each pair once.
    #[serde(default)]
    pub travel: Vec<TravelView>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TravelView {
    pub one: LocationId,
    pub other: LocationId,
    /// 1 to 240.
    pub minutes: u16,
}

/// Empty where it is not reached so.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OrganizationContactView {
    pub phone: String,
    pub email: String,
    pub website: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OpenHoursView {
    /// 1 for Monday.
    pub weekday: u8,
    /// `HH:MM`.
    pub from: String,
    pub to: String,
}
