//! Where an organization works and who and what can be booked there: locations, providers, rooms and equipment.

use super::time::Zone;
use clinic_domain::{
    id::{LocationId, ResourceId, Version},
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

pub const fn one() -> u8 {
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
