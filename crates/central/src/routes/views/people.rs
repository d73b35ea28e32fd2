//! People who sign in.

use super::setup::yes;
use clinic_domain::{
    id::{PersonId, ResourceId, Version},
    people::{Person, Role},
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Somebody of the organization's staff.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct PersonForm {
    /// What is typed at sign-in; it stays.
    #[garde(length(chars, min = 1, max = 64))]
    pub login: String,
    #[garde(length(chars, min = 1, max = 120))]
    pub name: String,
    /// The first is the primary one.
    #[garde(length(min = 1, max = 9))]
    pub roles: Vec<Role>,
    /// The provider that this person is.
    #[serde(default)]
    pub provider: Option<ResourceId>,
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
            is_active: it.is_active,
        }
    }

    #[must_use]
    pub fn record(self, id: PersonId, version: Version) -> Person {
        let PersonForm { login, name, roles, provider, is_active } = self;
        Person { id, version, login, name, roles, resource: provider, is_active }
    }
}
