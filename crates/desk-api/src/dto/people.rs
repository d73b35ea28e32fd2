//! People who sign in, for administrators.

use clinic_domain::{
    id::{PersonId, ResourceId, Version},
    people::Role,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Serialize, TS)]
pub struct PeopleView {
    pub people: Vec<PersonView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct PersonView {
    pub id: PersonId,
    pub version: Version,
    pub login: String,
    pub name: String,
    pub roles: Vec<Role>,
    pub resource: Option<ResourceId>,
    pub is_active: bool,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AddPersonRequest {
    pub login: String,
    pub name: String,
    pub roles: Vec<Role>,
    #[serde(default)]
    pub resource: Option<ResourceId>,
}

/// The password is shown once; the person has to change it at the first sign-in.
#[derive(Clone, Debug, Serialize, TS)]
pub struct OneTimePasswordView {
    pub person: PersonView,
    pub one_time_password: String,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChangePersonRequest {
    pub id: PersonId,
    pub version: Version,
    pub name: String,
    pub roles: Vec<Role>,
    #[serde(default)]
    pub resource: Option<ResourceId>,
    pub is_active: bool,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ResetPasswordRequest {
    pub person: PersonId,
}
