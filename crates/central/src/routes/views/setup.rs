//! What an organization set up: organization, locations, providers, rooms and equipment, appointment types.

use super::time::Zone;
use clinic_domain::{
    appointment_type::{AppointmentType, Modality, Need, Preceding},
    id::{AppointmentTypeId, LocationId, ResourceId, Version},
    organization::{Address, Location},
    resource::{Resource, ResourceKind},
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub const fn yes() -> bool {
    true
}

const fn one() -> u8 {
    1
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields, default)]
#[garde(allow_unvalidated)]
#[schemars(rename = "Address")]
pub struct AddressForm {
    #[garde(length(max = 4), inner(length(chars, max = 200)))]
    #[schemars(inner(length(max = 200)))]
    pub lines: Vec<String>,
    #[garde(length(chars, max = 200))]
    pub city: String,
    #[garde(length(chars, max = 200))]
    pub region: String,
    #[garde(length(chars, max = 32))]
    pub postal_code: String,
    /// ISO 3166-1 alpha-2 where known.
    #[garde(length(chars, max = 200))]
    pub country: String,
}

impl AddressForm {
    #[must_use]
    pub fn of(it: &Address) -> AddressForm {
        let Address { lines, city, region, postal_code, country } = it.clone();
        AddressForm { lines, city, region, postal_code, country }
    }

    #[must_use]
    pub fn address(self) -> Address {
        let AddressForm { lines, city, region, postal_code, country } = self;
        Address { lines, city, region, postal_code, country }
    }
}

/// A site of the organization.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "Location")]
pub struct LocationForm {
    #[garde(length(chars, min = 1, max = 200))]
    pub name: String,
    pub zone: Zone,
    #[serde(default)]
    #[garde(dive)]
    pub address: AddressForm,
    #[serde(default)]
    #[garde(length(chars, max = 64))]
    pub phone: String,
    /// Everybody who arrives gets a queue number, not only who walks in.
    #[serde(default)]
    pub numbers_arrivals: bool,
    #[serde(default = "yes")]
    pub is_active: bool,
}

impl LocationForm {
    #[must_use]
    pub fn of(it: &Location) -> LocationForm {
        LocationForm {
            name: it.name.clone(),
            zone: Zone(it.zone),
            address: AddressForm::of(&it.address),
            phone: it.phone.clone(),
            numbers_arrivals: it.numbers_arrivals,
            is_active: it.is_active,
        }
    }

    #[must_use]
    pub fn record(self, id: Uuid, version: Version, stands: Option<&Location>) -> Location {
        let LocationForm { name, zone, address, phone, numbers_arrivals, is_active } = self;
        let (id, zone, address) = (LocationId(id), zone.0, address.address());
        let source = stands.and_then(|it| it.source.clone());
        Location { id, version, name, zone, address, phone, numbers_arrivals, is_active, source }
    }
}

/// Somebody who sees patients at a location.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "Provider")]
pub struct ProviderForm {
    pub location: LocationId,
    #[garde(length(chars, min = 1, max = 200))]
    pub name: String,
    /// For narrow columns.
    #[serde(default)]
    #[garde(length(chars, max = 8))]
    pub initials: String,
    #[serde(default)]
    #[garde(length(chars, max = 200))]
    pub specialty: String,
    /// National provider number or the like.
    #[serde(default)]
    #[garde(length(chars, max = 64))]
    pub identifier: String,
    /// Where video visits are held, `https://…`.
    #[serde(default)]
    #[garde(length(chars, max = 500))]
    pub join_link: String,
    /// The entry of the same person at another location.
    #[serde(default)]
    pub same_person_as: Option<ResourceId>,
    /// Place in the row of columns, smallest first.
    #[serde(default)]
    #[garde(range(max = 100_000))]
    pub position: u32,
    #[serde(default = "yes")]
    pub is_active: bool,
}

impl ProviderForm {
    #[must_use]
    pub fn of(it: &Resource) -> ProviderForm {
        ProviderForm {
            location: it.location,
            name: it.name.clone(),
            initials: it.initials.clone(),
            specialty: it.specialty.clone(),
            identifier: it.identifier.clone(),
            join_link: it.join_link.clone(),
            same_person_as: it.same_person_as,
            position: it.position,
            is_active: it.is_active,
        }
    }

    #[must_use]
    pub fn record(self, id: Uuid, version: Version, stands: Option<&Resource>) -> Resource {
        let ProviderForm { location, name, initials, specialty, identifier, join_link, .. } = self;
        Resource {
            id: ResourceId(id),
            version,
            location,
            kind: ResourceKind::Provider,
            name,
            initials,
            specialty,
            identifier,
            join_link,
            changeover_minutes: 0,
            same_person_as: self.same_person_as,
            places: 1,
            position: self.position,
            is_active: self.is_active,
            source: stands.and_then(|it| it.source.clone()),
        }
    }
}

/// What is booked beside a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoomKind {
    Room,
    Equipment,
}

/// A room or a piece of equipment.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "Resource")]
pub struct RoomForm {
    pub location: LocationId,
    pub kind: RoomKind,
    #[garde(length(chars, min = 1, max = 200))]
    pub name: String,
    #[serde(default)]
    #[garde(length(chars, max = 8))]
    pub initials: String,
    /// "Exam room", "ECG".
    #[serde(default)]
    #[garde(length(chars, max = 200))]
    pub sort: String,
    #[serde(default)]
    #[garde(length(chars, max = 64))]
    pub identifier: String,
    /// Minutes that it is readied between two visits.
    #[serde(default)]
    #[garde(range(max = 240))]
    pub changeover_minutes: u16,
    /// How many visits it takes at a time.
    #[serde(default = "one")]
    #[garde(range(min = 1, max = 100))]
    pub places: u8,
    #[serde(default)]
    #[garde(range(max = 100_000))]
    pub position: u32,
    #[serde(default = "yes")]
    pub is_active: bool,
}

impl RoomForm {
    #[must_use]
    pub fn of(it: &Resource) -> RoomForm {
        RoomForm {
            location: it.location,
            kind: if it.kind == ResourceKind::Room { RoomKind::Room } else { RoomKind::Equipment },
            name: it.name.clone(),
            initials: it.initials.clone(),
            sort: it.specialty.clone(),
            identifier: it.identifier.clone(),
            changeover_minutes: it.changeover_minutes,
            places: it.places,
            position: it.position,
            is_active: it.is_active,
        }
    }

    #[must_use]
    pub fn record(self, id: Uuid, version: Version, stands: Option<&Resource>) -> Resource {
        let RoomForm { location, kind, name, initials, sort, identifier, .. } = self;
        Resource {
            id: ResourceId(id),
            version,
            location,
            kind: if kind == RoomKind::Room { ResourceKind::Room } else { ResourceKind::Equipment },
            name,
            initials,
            specialty: sort,
            identifier,
            join_link: String::new(),
            changeover_minutes: self.changeover_minutes,
            same_person_as: None,
            places: self.places,
            position: self.position,
            is_active: self.is_active,
            source: stands.and_then(|it| it.source.clone()),
        }
    }
}

/// Who or what is needed for a part of the visit.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "Need")]
pub struct NeedForm {
    pub kind: ResourceKind,
    /// Any of these; empty: any of the kind at the location.
    #[serde(default)]
    #[garde(length(max = 200))]
    pub any_of: Vec<ResourceId>,
    #[serde(default)]
    #[garde(range(max = 480))]
    pub from_minute: u16,
    /// 0: to the end of the visit.
    #[serde(default)]
    #[garde(range(max = 480))]
    pub minutes: u16,
}

/// Another visit that comes first.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "Preceding")]
pub struct PrecedingForm {
    pub appointment_type: AppointmentTypeId,
    /// From the end of the first visit to the start of the second.
    #[garde(range(max = 720))]
    pub min_gap_minutes: u16,
    #[garde(range(max = 720))]
    pub max_gap_minutes: u16,
}

impl PrecedingForm {
    #[must_use]
    pub const fn of(it: Preceding) -> PrecedingForm {
        let Preceding { appointment_type, min_gap_minutes, max_gap_minutes } = it;
        PrecedingForm { appointment_type, min_gap_minutes, max_gap_minutes }
    }

    #[must_use]
    pub const fn preceding(self) -> Preceding {
        let PrecedingForm { appointment_type, min_gap_minutes, max_gap_minutes } = self;
        Preceding { appointment_type, min_gap_minutes, max_gap_minutes }
    }
}

/// A kind of visit.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "AppointmentType")]
pub struct AppointmentTypeForm {
    #[garde(length(chars, min = 1, max = 200))]
    pub name: String,
    /// What is shown where the name would reveal a diagnosis.
    #[serde(default)]
    #[garde(length(chars, max = 200))]
    pub neutral_label: String,
    #[serde(default)]
    #[garde(length(chars, max = 8))]
    pub short_code: String,
    #[garde(range(min = 1, max = 480))]
    pub duration_minutes: u16,
    #[serde(default)]
    #[garde(range(max = 120))]
    pub buffer_before_minutes: u16,
    #[serde(default)]
    #[garde(range(max = 120))]
    pub buffer_after_minutes: u16,
    /// Who and what is needed when.
    #[garde(length(min = 1, max = 20), dive)]
    pub needs: Vec<NeedForm>,
    /// Booked no nearer to its start than this.
    #[serde(default)]
    #[garde(range(max = 525_600))]
    pub notice_minutes: u32,
    /// For patients without a past visit only.
    #[serde(default)]
    pub is_new_patient: bool,
    /// In how many weeks the patient comes again, as a rule; 0 where nothing follows.
    #[serde(default)]
    #[garde(range(max = 104))]
    pub follow_up_weeks: u8,
    /// So many of a session's overbook lanes are open to it; as many as there are when absent.
    #[serde(default)]
    #[garde(range(max = 9))]
    pub overbook_lanes: Option<u8>,
    #[serde(default)]
    pub is_urgent: bool,
    /// How many of its visits come together.
    #[serde(default = "one")]
    #[garde(range(min = 1, max = 100))]
    pub places: u8,
    #[serde(default)]
    pub modality: Modality,
    #[serde(default)]
    #[garde(dive)]
    pub preceded_by: Option<PrecedingForm>,
    #[serde(default = "yes")]
    pub is_active: bool,
}

impl AppointmentTypeForm {
    #[must_use]
    pub fn of(it: &AppointmentType) -> AppointmentTypeForm {
        let need = |it: &Need| NeedForm {
            kind: it.kind,
            any_of: it.any_of.clone(),
            from_minute: it.from_minute,
            minutes: it.minutes,
        };
        AppointmentTypeForm {
            name: it.name.clone(),
            neutral_label: it.neutral_label.clone(),
            short_code: it.short_code.clone(),
            duration_minutes: it.duration_minutes,
            buffer_before_minutes: it.buffer_before_minutes,
            buffer_after_minutes: it.buffer_after_minutes,
            needs: it.needs.iter().map(need).collect(),
            notice_minutes: it.notice_minutes,
            is_new_patient: it.is_new_patient,
            follow_up_weeks: it.follow_up_weeks,
            overbook_lanes: it.overbook_lanes,
            is_urgent: it.is_urgent,
            places: it.places,
            modality: it.modality,
            preceded_by: it.preceded_by.map(PrecedingForm::of),
            is_active: it.is_active,
        }
    }

    #[must_use]
    pub fn record(self, id: Uuid, version: Version, _: Option<&AppointmentType>) -> AppointmentType {
        let need =
            |NeedForm { kind, any_of, from_minute, minutes }| Need { kind, any_of, from_minute, minutes };
        AppointmentType {
            id: AppointmentTypeId(id),
            version,
            name: self.name,
            neutral_label: self.neutral_label,
            duration_minutes: self.duration_minutes,
            buffer_before_minutes: self.buffer_before_minutes,
            buffer_after_minutes: self.buffer_after_minutes,
            needs: self.needs.into_iter().map(need).collect(),
            notice_minutes: self.notice_minutes,
            is_new_patient: self.is_new_patient,
            follow_up_weeks: self.follow_up_weeks,
            overbook_lanes: self.overbook_lanes,
            is_urgent: self.is_urgent,
            places: self.places,
            is_active: self.is_active,
            short_code: self.short_code,
            modality: self.modality,
            preceded_by: self.preceded_by.map(PrecedingForm::preceding),
        }
    }
}
