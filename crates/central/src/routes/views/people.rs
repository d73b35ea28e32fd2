//! People who sign in.

use super::setup::yes;
use clinic_domain::{
    id::{DepartmentId, PersonId, ResourceId, Version},
    people::{Person, Role},
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Somebody of the organization's staff.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "Person")]
pub struct PersonForm {
    /// What is typed at sign-in. Given once: whatever a change says, it stays.
    #[garde(length(chars, min = 1, max = 64))]
    pub login: String,
    #[garde(length(chars, min = 1, max = 120))]
    pub name: String,
    /// The first is the primary one.
    #[garde(length(min = 1, max = 11))]
    pub roles: Vec<Role>,
    /// The provider that this person is.
    #[serde(default)]
    pub provider: Option<ResourceId>,
    #[serde(default)]
    pub department: Option<DepartmentId>,
    #[serde(default)]
    #[garde(length(chars, max = 200))]
    pub email: String,
    #[serde(default)]
    #[garde(length(chars, max = 200))]
    pub license_number: String,
    #[serde(default)]
    #[garde(length(max = 20), inner(length(chars, max = 200)))]
    #[schemars(inner(length(max = 200)))]
    pub specialties: Vec<String>,
    /// In which they are written to, as a BCP 47 tag; empty for both languages of the product.
    #[serde(default)]
    #[garde(length(max = 35))]
    pub language: String,
    #[serde(default = "yes")]
    pub is_active: bool,
}

impl PersonForm {
    #[must_use]
    pub fn of(it: &Person) -> PersonForm {
        PersonForm {
            login: it.login.clone(),
            name: it.name.clone(),
            roles: it.roles.clone(),
            provider: it.resource,
            department: it.department,
            email: it.email.clone(),
            license_number: it.license_number.clone(),
            specialties: it.specialties.clone(),
            language: it.language.clone(),
            is_active: it.is_active,
        }
    }

    #[must_use]
    pub fn record(self, id: Uuid, version: Version, stands: Option<&Person>) -> Person {
        Person {
            id: PersonId(id),
            version,
            login: stands.map_or(self.login, |it| it.login.clone()),
            name: self.name,
            roles: self.roles,
            resource: self.provider,
            department: self.department,
            email: self.email,
            license_number: self.license_number,
            specialties: self.specialties,
            language: self.language,
            is_active: self.is_active,
        }
    }
}
