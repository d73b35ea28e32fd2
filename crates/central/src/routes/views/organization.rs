//! The organization itself. Its name in addresses and its tier are given by whoever runs the centre.

use super::{
    setup::AddressForm,
    time::{DayOfWeek, TimeOfDay, Zone},
};
use clinic_domain::{
    attendance::TriageTargets,
    business_hours::{BusinessHours, OpenHours},
    counter::CardInterval,
    id::{LocationId, OrganizationId, Version},
    organization::{Contact, Organization, OrganizationKind, OrganizationSettings, OrganizationSize, Travel},
    tier::SubscriptionTier,
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "Organization")]
pub struct OrganizationForm {
    #[garde(length(chars, min = 1, max = 200))]
    pub name: String,
    #[serde(rename = "type")]
    pub kind: OrganizationKind,
    #[serde(default)]
    pub size: Option<OrganizationSize>,
    #[serde(default)]
    #[garde(dive)]
    pub address: AddressForm,
    #[serde(default)]
    #[garde(dive)]
    pub contact: ContactForm,
    /// When it is open at all, by the wall clock of each location; a day without any is closed. Bound by nothing when absent.
    #[serde(default)]
    #[garde(length(max = 70), dive)]
    pub business_hours: Option<Vec<OpenHoursForm>>,
    /// Of a new location.
    #[serde(default)]
    pub timezone: Option<Zone>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "Contact")]
pub struct ContactForm {
    #[garde(length(chars, max = 64))]
    pub phone: String,
    #[garde(length(chars, max = 200))]
    pub email: String,
    #[garde(length(chars, max = 500))]
    pub website: String,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "OpenHours")]
pub struct OpenHoursForm {
    pub weekday: DayOfWeek,
    pub from: TimeOfDay,
    pub to: TimeOfDay,
}

/// How the front office works.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "Settings")]
pub struct SettingsForm {
    #[garde(range(min = 1, max = 15))]
    pub auto_lock_minutes: u8,
    /// 5, 10, 15, 20, 30 or 60.
    #[garde(range(min = 5, max = 60))]
    pub grid_minutes: u8,
    #[garde(range(max = 1_000))]
    pub late_cancel_hours: u16,
    #[garde(range(max = 240))]
    pub late_arrival_minutes: u16,
    /// Within how many minutes of coming each triage category is to be seen, most urgent first.
    #[garde(length(min = 5, max = 5), inner(range(max = 1_440)))]
    pub triage_targets: Vec<u16>,
    /// How long the way between two locations takes; each pair once.
    #[serde(default)]
    #[garde(length(max = 500), dive)]
    pub travel: Vec<TravelForm>,
    /// After so many days a patient is asked whether the record is still correct; 0 for never.
    #[garde(range(max = 731))]
    pub confirm_details_days: u16,
    pub card_interval: CardInterval,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "Travel")]
pub struct TravelForm {
    pub one: LocationId,
    pub other: LocationId,
    #[garde(range(min = 1, max = 240))]
    pub minutes: u16,
}

#[derive(Serialize, JsonSchema)]
pub struct OrganizationView {
    pub id: OrganizationId,
    pub version: u64,
    pub slug: String,
    pub subscription_tier: Option<SubscriptionTier>,
    pub is_demo: bool,
    #[serde(flatten)]
    pub fields: OrganizationForm,
}

#[derive(Serialize, JsonSchema)]
pub struct SettingsView {
    /// The organization's: its settings are a part of it.
    pub version: u64,
    #[serde(flatten)]
    pub fields: SettingsForm,
}

impl OrganizationForm {
    #[must_use]
    pub fn of(it: &Organization) -> OrganizationForm {
        let Contact { phone, email, website } = it.contact.clone();
        let open = |it: &OpenHours| OpenHoursForm {
            weekday: DayOfWeek(it.weekday),
            from: TimeOfDay(it.from),
            to: TimeOfDay(it.to),
        };
        OrganizationForm {
            name: it.name.clone(),
            kind: it.kind,
            size: it.size,
            address: AddressForm::of(&it.address),
            contact: ContactForm { phone, email, website },
            business_hours: it.business_hours.as_ref().map(|it| it.0.iter().map(open).collect()),
            timezone: it.zone.map(Zone),
        }
    }

    #[must_use]
    pub fn record(self, stands: &Organization, version: Version) -> Organization {
        let ContactForm { phone, email, website } = self.contact;
        let open = |it: OpenHoursForm| OpenHours { weekday: it.weekday.0, from: it.from.0, to: it.to.0 };
        Organization {
            version,
            name: self.name,
            kind: self.kind,
            size: self.size,
            address: self.address.address(),
            contact: Contact { phone, email, website },
            business_hours: self.business_hours.map(|it| BusinessHours(it.into_iter().map(open).collect())),
            zone: self.timezone.map(|it| it.0),
            ..stands.clone()
        }
    }
}

impl OrganizationView {
    #[must_use]
    pub fn of(it: &Organization) -> OrganizationView {
        OrganizationView {
            id: it.id,
            version: it.version.0,
            slug: it.slug.clone(),
            subscription_tier: it.subscription_tier,
            is_demo: it.is_demo,
            fields: OrganizationForm::of(it),
        }
    }
}

impl SettingsForm {
    #[must_use]
    pub fn of(it: &OrganizationSettings) -> SettingsForm {
        let travel = |it: &Travel| TravelForm { one: it.one, other: it.other, minutes: it.minutes };
        SettingsForm {
            auto_lock_minutes: it.auto_lock_minutes,
            grid_minutes: it.grid_minutes,
            late_cancel_hours: it.late_cancel_hours,
            late_arrival_minutes: it.late_arrival_minutes,
            triage_targets: it.triage_targets.0.to_vec(),
            travel: it.travel.iter().map(travel).collect(),
            confirm_details_days: it.confirm_details_days,
            card_interval: it.card_interval,
        }
    }

    #[must_use]
    pub fn record(self, stands: &Organization, version: Version) -> Organization {
        let travel = |TravelForm { one, other, minutes }| Travel { one, other, minutes };
        let mut targets = TriageTargets::default();
        targets.0.iter_mut().zip(&self.triage_targets).for_each(|(to, from)| *to = *from);
        let settings = OrganizationSettings {
            auto_lock_minutes: self.auto_lock_minutes,
            grid_minutes: self.grid_minutes,
            late_cancel_hours: self.late_cancel_hours,
            late_arrival_minutes: self.late_arrival_minutes,
            triage_targets: targets,
            travel: self.travel.into_iter().map(travel).collect(),
            confirm_details_days: self.confirm_details_days,
            card_interval: self.card_interval,
        };
        Organization { version, settings, ..stands.clone() }
    }
}

impl SettingsView {
    #[must_use]
    pub fn of(it: &Organization) -> SettingsView {
        SettingsView { version: it.version.0, fields: SettingsForm::of(&it.settings) }
    }
}
