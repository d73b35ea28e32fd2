//! One person for each role, who sign in first with a one-time code.

use super::{Making, named, practice};
use crate::{admin::access::Admin, auth::invitation};
use central_store::{Batch, access::codes::Purpose};
use clinic_domain::{
    id::{OrganizationId, PersonId, Version},
    operation::OperationBody,
    people::{Person, Role},
    policy::SecurityPolicy,
};
use zeroize::Zeroizing;

/// Each role with a name, a department, and the provider that they are.
const PEOPLE: &[(Role, &str, &str, Option<&str>)] = &[
    (Role::Administrator, "Ada Amani", "Administration", None),
    (Role::PracticeManager, "Morgan Ellis", "Administration", None),
    (Role::FrontDesk, "Robin Castillo", "Front office", None),
    (Role::Scheduler, "Kim Okonkwo", "Front office", None),
    (Role::Billing, "Dana Petrov", "Billing", None),
    (Role::MedicalAssistant, "Jo Lindgren", "Family medicine", None),
    (Role::Nurse, "Ruth Adeyemi", "Family medicine", Some("Ruth Adeyemi, NP")),
    (Role::AttendingPhysician, "Dr Mei Chang", "Family medicine", Some("Dr Mei Chang")),
    (Role::Specialist, "Dr Rafael Teixeira", "Cardiology", Some("Dr Rafael Teixeira")),
];

/// The person of a role: `front-desk` is what they type.
pub(super) fn person(organization: OrganizationId, role: Role) -> Person {
    let known = PEOPLE.iter().find(|it| it.0 == role);
    Person {
        id: PersonId(named(organization, &format!("person {}", role.as_str()))),
        version: Version::FIRST,
        login: role.as_str().replace('_', "-"),
        name: known.map_or(role.as_str(), |it| it.1).to_owned(),
        roles: vec![role],
        resource: None,
        department: None,
        email: String::new(),
        language: String::new(),
        license_number: String::new(),
        specialties: Vec::new(),
        is_active: true,
    }
}

/// The administrator is there already. So that everybody can be tried without an authenticator app, only who runs the
/// practice needs one here, and passwords are longer instead.
pub(super) fn rows(making: &Making<'_>) -> Vec<(String, OperationBody)> {
    let id = making.id;
    let policy = SecurityPolicy {
        mfa_roles: vec![Role::Administrator, Role::PracticeManager],
        password_minimum: 15,
        ..SecurityPolicy::first(id)
    };
    let people =
        PEOPLE.iter().filter(|it| it.0 != Role::Administrator).map(|(role, _, department, provider)| {
            let person = Person {
                department: Some(practice::department(id, department)),
                resource: provider.map(|it| practice::resource(id, it)),
                ..person(id, *role)
            };
            (format!("person {}", role.as_str()), OperationBody::PersonPut(person))
        });
    std::iter::once(("policy".to_owned(), OperationBody::PolicyPut(policy))).chain(people).collect()
}

/// A code for each who has no password yet, by login; the ones of before work no longer.
pub(super) async fn codes(making: &Making<'_>) -> anyhow::Result<Vec<(String, Option<Zeroizing<String>>)>> {
    let admin = Admin::new(&making.app.store, making.app.clock);
    let mut codes = Vec::with_capacity(PEOPLE.len());
    for (role, ..) in PEOPLE {
        let person = person(making.id, *role);
        let mut tenant = making.app.store.tenant(making.id).await?;
        let credential = tenant.credential(person.id).await?;
        if credential.is_none_or(|it| it.password.is_some()) {
            tenant.rollback().await?;
            codes.push((person.login, None));
            continue;
        }
        let mut batch = Batch::default();
        let new = invitation::put(&tenant, &mut batch, Purpose::Invitation(person.id), None, making.now);
        admin.end(tenant, batch, "invite", "person", person.id.to_string()).await?;
        codes.push((person.login, Some(new.code)));
    }
    Ok(codes)
}
