//! The organization's people, and what each role may do and see.

use super::{
    bulk,
    rows::{self, Place, row},
    views::people::PersonForm,
};
use crate::http::{Access, Cx, Input, Problem, Route, Written};
use axum::{body::Bytes, http::Method};
use clinic_domain::{
    field_access::{FieldGroup, FieldRule},
    people::{Permission, Person, Role},
};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::OnceLock;

pub fn routes() -> Vec<Route> {
    let people = rows::routes::<PersonForm>(&Place {
        path: "/v1/people",
        one: "/v1/people/{id}",
        list: ("list_people", "The organization's staff"),
        read: ("read_person", "Somebody of the staff"),
        create: ("create_person", "Add somebody to the staff: they sign in by an invitation"),
        change: (
            "change_person",
            "Change somebody of the staff: their roles, or whether they still belong to it",
        ),
        view: Permission::ViewPeople,
        write: Permission::InvitePeople,
    });
    // Who gives roles shows that it is them.
    let mut routes: Vec<Route> =
        people.into_iter().map(|it| if it.method == Method::GET { it } else { it.fresh_mfa() }).collect();
    routes.push(bulk::people());
    routes.push(
        Route::new(
            Method::GET,
            "/v1/roles",
            "list_roles",
            "What each role may do, gives, and sees of a record",
            Access::SignedIn,
            list_roles,
        )
        .unaudited("the product's own table; nobody's data"),
    );
    routes
}

row!(PersonForm of Person, "person", name, Person by PersonPut, |it| it.people.iter());

#[derive(Serialize, JsonSchema)]
pub struct RolesView {
    pub roles: Vec<RoleView>,
}

#[derive(Serialize, JsonSchema)]
pub struct RoleView {
    pub role: Role,
    pub permissions: Vec<Permission>,
    /// The roles that somebody with this one gives and takes.
    pub gives: &'static [Role],
    pub fields: Vec<FieldRuleView>,
}

#[derive(Serialize, JsonSchema)]
pub struct FieldRuleView {
    pub group: FieldGroup,
    pub rule: FieldRule,
}

/// The same for everybody, as long as the program runs.
async fn list_roles(_: Cx, _: Input) -> Result<Written<RolesView>, Problem> {
    static WRITTEN: OnceLock<Bytes> = OnceLock::new();
    if let Some(written) = WRITTEN.get() {
        return Ok(Written::new(written.clone()));
    }
    let role = |role: Role| RoleView {
        role,
        permissions: Permission::ALL.iter().copied().filter(|it| role.may(*it)).collect(),
        gives: role.gives(),
        fields: FieldGroup::ALL.iter().map(|it| FieldRuleView { group: *it, rule: it.rule(role) }).collect(),
    };
    let roles = RolesView { roles: Role::ALL.iter().copied().map(role).collect() };
    let written = serde_json::to_vec(&roles).map_err(|_| Problem::internal())?;
    Ok(Written::new(WRITTEN.get_or_init(|| written.into()).clone()))
}
