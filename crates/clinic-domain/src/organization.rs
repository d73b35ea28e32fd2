//! The organization (the tenant) and its locations.

use crate::{
    attendance::TriageTargets,
    business_hours::BusinessHours,
    code_enum,
    counter::CardInterval,
    emergency::EmergencyPlan,
    id::{LocationId, OrganizationId, Version},
    tier::SubscriptionTier,
};
use chrono_tz::Tz;

code_enum! {
    OrganizationKind {
        Hospital = "hospital",
        Clinic = "clinic",
        SpecialtyCenter = "specialty_center",
        UrgentCare = "urgent_care",
        Telehealth = "telehealth",
        DiagnosticCenter = "diagnostic_center",
    }
}

code_enum! {
    OrganizationSize { Small = "small", Medium = "medium", Large = "large", Enterprise = "enterprise" }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    pub id: OrganizationId,
    pub version: Version,
    pub name: String,
    /// Its name in addresses, unique at the centre and given there; empty while it stands alone.
    pub slug: String,
    pub kind: OrganizationKind,
    /// Unknown until somebody says it.
    pub size: Option<OrganizationSize>,
    pub address: Address,
    pub contact: Contact,
    /// What bounds the sessions of all its locations; nothing does when absent.
    pub business_hours: Option<BusinessHours>,
    /// The zone of a new location.
    pub zone: Option<Tz>,
    /// The centre gives it; a desk that stands alone has none, and no limits.
    pub subscription_tier: Option<SubscriptionTier>,
    /// Demo data: said on every screen, never mixed with a real clinic.
    pub is_demo: bool,
    pub settings: OrganizationSettings,
    pub emergency: Box<EmergencyPlan>,
}

impl Organization {
    /// A new one, of which nothing more is known.
    #[must_use]
    pub fn named(id: OrganizationId, name: &str, kind: OrganizationKind) -> Organization {
        Organization {
            id,
            version: Version::FIRST,
            name: name.to_owned(),
            slug: String::new(),
            kind,
            size: None,
            address: Address::default(),
            contact: Contact::default(),
            business_hours: None,
            zone: None,
            subscription_tier: None,
            is_demo: false,
            settings: OrganizationSettings::default(),
            emergency: Box::default(),
        }
    }
}

/// How the organization is reached; empty where it is not.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Contact {
    pub phone: String,
    pub email: String,
    pub website: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationSettings {
    /// Minutes without input after which the desk locks: 1 to 15.
    pub auto_lock_minutes: u8,
    /// Offers start on multiples of this many minutes after local midnight: 5, 10, 15, 20, 30 or 60.
    pub grid_minutes: u8,
    /// A cancellation nearer to the start than this counts as late.
    pub late_cancel_hours: u16,
    /// A patient who comes later after the beginning than this is late.
    pub late_arrival_minutes: u16,
    pub triage_targets: TriageTargets,
    /// How long the way between two locations takes, both directions alike; none where a pair is not listed.
    pub travel: Vec<Travel>,
    /// After so many days a patient is asked whether the record is still correct; 0 for never.
    pub confirm_details_days: u16,
    pub card_interval: CardInterval,
}

/// The way between two locations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Travel {
    pub one: LocationId,
    pub other: LocationId,
    /// 1 to [`Travel::MOST_MINUTES`].
    pub minutes: u16,
}

impl Travel {
    pub const MOST_MINUTES: u16 = 240;

    #[must_use]
    pub fn is_between(&self, one: LocationId, other: LocationId) -> bool {
        [(one, other), (other, one)].contains(&(self.one, self.other))
    }
}

impl Default for OrganizationSettings {
    fn default() -> Self {
        Self {
            auto_lock_minutes: 5,
            grid_minutes: 5,
            late_cancel_hours: 24,
            late_arrival_minutes: 15,
            triage_targets: TriageTargets::default(),
            travel: Vec::new(),
            confirm_details_days: 90,
            card_interval: CardInterval::Year,
        }
    }
}

/// A site. Its zone is required: a missing zone is a configuration error, never UTC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    pub id: LocationId,
    pub version: Version,
    pub name: String,
    pub zone: Tz,
    pub address: Address,
    pub phone: String,
    /// Whether everybody who arrives gets a queue number; who walks in always does.
    pub numbers_arrivals: bool,
    pub is_active: bool,
    /// The identifier in the file it was imported from, `system|value`.
    pub source: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Address {
    pub lines: Vec<String>,
    pub city: String,
    pub region: String,
    pub postal_code: String,
    /// ISO 3166-1 alpha-2 where known, else as the source had it.
    pub country: String,
}
