//! People and roles, for administrators. The row and the key slot belong together: the slot is made before the
//! row is written, so that nobody stands in the list who cannot sign in.

use crate::{
    acts::{Acts, Done, seen},
    error::{AppResult, found},
    front_desk::FrontDesk,
    password,
};
use clinic_domain::{
    arbitration::{self, permitted},
    id::{PersonId, ResourceId, Version},
    operation::{Base, Change, OperationBody},
    people::{Permission, Person, Role},
    refusal::Missing,
};
use desk_cache::{CacheError, KdfCost, store::SignIn};
use zeroize::Zeroizing;

pub fn people(desk: &FrontDesk, who: PersonId) -> AppResult<Vec<Person>> {
    permitted(&desk.author(who)?, Permission::ManagePeople)?;
    Ok(desk.configuration()?.people.clone())
}

pub struct NewPerson {
    pub login: String,
    pub name: String,
    pub roles: Vec<Role>,
    pub resource: Option<ResourceId>,
}

/// A person with the password for the first sign-in.
pub struct WithPassword {
    pub person: Person,
    pub one_time_password: Zeroizing<String>,
}

pub fn add_person(desk: &FrontDesk, who: PersonId, new: NewPerson, cost: KdfCost) -> AppResult<WithPassword> {
    let wanted = Person {
        id: PersonId(desk.ids.next()),
        version: Version::FIRST,
        login: new.login,
        name: new.name,
        roles: new.roles,
        resource: new.resource,
        department: None,
        email: String::new(),
        license_number: String::new(),
        specialties: Vec::new(),
        language: String::new(),
        is_active: true,
    };
    // Decided once before the slot is made, and again inside the transaction.
    let author = desk.author(who)?;
    permitted(&author, Permission::ManagePeople)?;
    let configuration = desk.configuration()?;
    let checked =
        arbitration::put_person(&author, &configuration.people, &configuration.office.departments, wanted)?;
    let one_time_password = password::one_time();
    give_sign_in(desk, who, &checked, &one_time_password, cost)?;
    let id = checked.id;
    let written = desk.write(who, "person_put", |acts| put(acts, checked, None));
    match written {
        Ok(Done { value: person, .. }) => Ok(WithPassword { person, one_time_password }),
        Err(error) => {
            desk.store.remove_sign_in(id, Some(who), desk.now())?;
            Err(error)
        }
    }
}

pub struct ChangedPerson {
    pub id: PersonId,
    pub seen: Version,
    pub name: String,
    pub roles: Vec<Role>,
    pub resource: Option<ResourceId>,
    pub is_active: bool,
}

/// Whoever leaves loses the key slot; whoever comes back needs a new password.
pub fn change_person(desk: &FrontDesk, who: PersonId, change: &ChangedPerson) -> AppResult<Person> {
    let changed = desk.write(who, "person_put", |acts| {
        let current = found(acts.scene().people.iter().find(|it| it.id == change.id), Missing::Person)?;
        let wanted = Person {
            version: change.seen,
            name: change.name.clone(),
            roles: change.roles.clone(),
            resource: change.resource,
            is_active: change.is_active,
            ..current.clone()
        };
        put(acts, wanted, seen(change.seen))
    });
    let person = changed?.value;
    if !person.is_active {
        match desk.store.remove_sign_in(person.id, Some(who), desk.now()) {
            Ok(()) | Err(CacheError::NoSuchSlot) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(person)
}

pub fn reset_password(
    desk: &FrontDesk,
    who: PersonId,
    id: PersonId,
    cost: KdfCost,
) -> AppResult<WithPassword> {
    permitted(&desk.author(who)?, Permission::ManagePeople)?;
    let configuration = desk.configuration()?;
    let person = found(configuration.person(id).filter(|it| it.is_active).cloned(), Missing::Person)?;
    let one_time_password = password::one_time();
    give_sign_in(desk, who, &person, &one_time_password, cost)?;
    Ok(WithPassword { person, one_time_password })
}

/// After somebody left, the desk key is changed when nobody is working: an old copy of it opens nothing new.
pub fn rekey_if_due(desk: &FrontDesk) -> AppResult<()> {
    if desk.store.is_rekey_due()? {
        desk.store.rekey(None, desk.now())?;
    }
    Ok(())
}

/// A password that has to be changed at the first sign-in; the store audits it.
fn give_sign_in(
    desk: &FrontDesk,
    who: PersonId,
    person: &Person,
    password: &str,
    cost: KdfCost,
) -> AppResult<()> {
    let sign_in =
        SignIn { person: person.id, login: &person.login, password, must_change_password: true, cost };
    Ok(desk.store.put_sign_in(&sign_in, Some(who), desk.now())?)
}

fn put(acts: &mut Acts<'_>, wanted: Person, base: Option<Base>) -> AppResult<Person> {
    match acts.decide(OperationBody::PersonPut(wanted), base)?.after.first() {
        Some(Change::Person(it)) => Ok(it.clone()),
        _ => found(None, Missing::Person),
    }
}
