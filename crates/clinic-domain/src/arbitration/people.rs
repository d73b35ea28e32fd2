//! People and roles: only administrators, and never without one left.

use super::{Decision, Put, permitted};
use crate::{
    invalid::{Field, Problem},
    people::{Permission, Person, Role},
    refusal::Refusal,
};

/// Adds or changes a person. `all` is everybody as they stand.
pub fn put_person(author: &Person, all: &[Person], mut wanted: Person) -> Decision<Person> {
    permitted(author, Permission::ManagePeople)?;
    wanted.login = wanted.login.trim().to_lowercase();
    wanted.name = wanted.name.trim().to_owned();
    check_text(&wanted)?;
    if all.iter().any(|it| it.id != wanted.id && it.login == wanted.login) {
        return Err(Refusal::LoginTaken.into());
    }
    let current = all.iter().find(|it| it.id == wanted.id);
    wanted.version = Put { current: current.map(|it| it.version), seen: wanted.version }.next()?;
    let is_administrator = |it: &Person| it.is_active && it.roles.contains(&Role::Administrator);
    let others = all.iter().any(|it| it.id != wanted.id && is_administrator(it));
    if current.is_some_and(is_administrator) && !is_administrator(&wanted) && !others {
        return Err(Refusal::LastAdministrator.into());
    }
    Ok(wanted)
}

fn check_text(person: &Person) -> Decision<()> {
    let login_is_plain = |it: char| it.is_alphanumeric() || matches!(it, '.' | '-' | '_' | '@' | '+');
    if person.login.is_empty() || person.login.len() > 64 || !person.login.chars().all(login_is_plain) {
        return Err(Refusal::Invalid { field: Field::Login, problem: Problem::NotALogin }.into());
    }
    if person.name.is_empty() {
        return Err(Refusal::Invalid { field: Field::Name, problem: Problem::Needed }.into());
    }
    if person.name.chars().count() > 120 {
        return Err(Refusal::Invalid { field: Field::Name, problem: Problem::TooLong }.into());
    }
    if person.roles.is_empty() {
        return Err(Refusal::Invalid { field: Field::Roles, problem: Problem::OneNeeded }.into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{PersonId, Version};

    fn person(byte: u8, login: &str, roles: &[Role]) -> Person {
        Person {
            id: PersonId::from_bytes([byte; 16]),
            version: Version::FIRST,
            login: login.into(),
            name: login.into(),
            roles: roles.to_vec(),
            resource: None,
            is_active: true,
        }
    }

    #[test]
    fn the_last_administrator_stays() {
        let admin = person(1, "ada", &[Role::Administrator]);
        let mut wanted = admin.clone();
        wanted.roles = vec![Role::FrontDesk];
        let refused = put_person(&admin, std::slice::from_ref(&admin), wanted).unwrap_err();
        assert_eq!(refused.0, [Refusal::LastAdministrator]);
    }

    #[test]
    fn a_login_belongs_to_one_person_whatever_its_case() {
        let admin = person(1, "ada", &[Role::Administrator]);
        let refused =
            put_person(&admin, std::slice::from_ref(&admin), person(2, " ADA ", &[Role::FrontDesk]))
                .unwrap_err();
        assert_eq!(refused.0, [Refusal::LoginTaken]);
    }
}
