//! People and roles: who is invited, who is changed, and never without an administrator left.

use super::{
    Decision, Put,
    contact_point::is_email,
    permitted,
    records::{invalid, text},
};
use crate::{
    invalid::{Field, Problem},
    office::{Department, is_language},
    people::{Permission, Person, Role},
    refusal::Refusal,
};

const MAX_TEXT: usize = 120;
const MOST_SPECIALTIES: u16 = 12;

/// Adds or changes a person. `all` is everybody as they stand.
pub fn put_person(
    author: &Person,
    all: &[Person],
    departments: &[Department],
    mut wanted: Person,
) -> Decision<Person> {
    let current = all.iter().find(|it| it.id == wanted.id);
    let permission = if current.is_none() { Permission::InvitePeople } else { Permission::ManagePeople };
    permitted(author, permission)?;
    wanted.login = wanted.login.trim().to_lowercase();
    wanted.name = wanted.name.trim().to_owned();
    check_text(&wanted)?;
    check_platform_values(&mut wanted)?;
    if all.iter().any(|it| it.id != wanted.id && it.login == wanted.login) {
        return Err(Refusal::LoginTaken.into());
    }
    wanted.version = Put { current: current.map(|it| it.version), seen: wanted.version }.next()?;
    check_department(departments, current, &wanted)?;
    check_roles(author, current, &wanted)?;
    if current.is_some_and(Person::is_administrator) && !wanted.is_administrator() {
        if !all.iter().any(|it| it.id != wanted.id && it.is_administrator()) {
            return Err(Refusal::LastAdministrator.into());
        }
        if wanted.id == author.id {
            return Err(Refusal::OwnAdministrator.into());
        }
    }
    Ok(wanted)
}

/// Roles of the staff, and among those that come or go none above the author's own.
fn check_roles(author: &Person, current: Option<&Person>, wanted: &Person) -> Decision<()> {
    if wanted.roles.is_empty() {
        return invalid(Field::Roles, Problem::OneNeeded);
    }
    if !wanted.roles.iter().all(|it| it.is_staff()) {
        return invalid(Field::Roles, Problem::NotForStaff);
    }
    let had = current.map_or(&[][..], |it| &it.roles);
    let mut moved = Role::STAFF.iter().filter(|it| had.contains(it) != wanted.roles.contains(it));
    match moved.find(|role| !author.roles.iter().any(|it| it.gives().contains(role))) {
        Some(&role) => Err(Refusal::RoleAboveOwn { role }.into()),
        None => Ok(()),
    }
}

fn check_text(person: &Person) -> Decision<()> {
    let login_is_plain = |it: char| it.is_alphanumeric() || matches!(it, '.' | '-' | '_' | '@' | '+');
    if person.login.is_empty() || person.login.len() > 64 || !person.login.chars().all(login_is_plain) {
        return invalid(Field::Login, Problem::NotALogin);
    }
    if person.name.is_empty() {
        return invalid(Field::Name, Problem::Needed);
    }
    text(Field::Name, &person.name, MAX_TEXT)
}

/// E-mail, license, specialties and language.
fn check_platform_values(person: &mut Person) -> Decision<()> {
    person.email = person.email.trim().to_owned();
    if !person.email.is_empty() && !is_email(&person.email) {
        return invalid(Field::Email, Problem::NotAnEmail);
    }
    person.license_number = person.license_number.trim().to_owned();
    text(Field::LicenseNumber, &person.license_number, 40)?;
    if person.specialties.len() > usize::from(MOST_SPECIALTIES) {
        return invalid(Field::Specialties, Problem::AtMost { most: MOST_SPECIALTIES });
    }
    for specialty in &mut person.specialties {
        *specialty = specialty.trim().to_owned();
        if specialty.is_empty() {
            return invalid(Field::Specialties, Problem::Needed);
        }
        text(Field::Specialties, specialty, MAX_TEXT)?;
    }
    if !person.language.is_empty() && !is_language(&person.language) {
        return invalid(Field::Language, Problem::NotALanguage);
    }
    Ok(())
}

/// One that there is, and in use unless the person was in it before.
fn check_department(departments: &[Department], current: Option<&Person>, wanted: &Person) -> Decision<()> {
    let Some(id) = wanted.department else { return Ok(()) };
    match departments.iter().find(|it| it.id == id) {
        None => invalid(Field::Department, Problem::DoesNotExist),
        Some(it) if !it.is_active && current.and_then(|it| it.department) != Some(id) => {
            invalid(Field::Department, Problem::NoLongerInUse)
        }
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{DepartmentId, PersonId, Version};

    fn person(byte: u8, login: &str, roles: &[Role]) -> Person {
        Person {
            id: PersonId::from_bytes([byte; 16]),
            version: Version::FIRST,
            login: login.into(),
            name: login.into(),
            roles: roles.to_vec(),
            resource: None,
            department: None,
            email: String::new(),
            license_number: String::new(),
            specialties: Vec::new(),
            language: String::new(),
            is_active: true,
        }
    }

    fn refused(author: &Person, all: &[Person], wanted: Person) -> Vec<Refusal> {
        put_person(author, all, &[], wanted).unwrap_err().0
    }

    #[test]
    fn the_last_administrator_stays() {
        let admin = person(1, "ada", &[Role::Administrator]);
        let mut wanted = admin.clone();
        wanted.roles = vec![Role::FrontDesk];
        assert_eq!(refused(&admin, std::slice::from_ref(&admin), wanted), [Refusal::LastAdministrator]);
    }

    #[test]
    fn administrators_take_the_role_from_each_other_and_never_from_themselves() {
        let all = [person(1, "ada", &[Role::Administrator]), person(2, "bea", &[Role::Administrator])];
        let [ada, bea] = &all;
        for wanted in [
            Person { roles: vec![Role::FrontDesk], ..ada.clone() },
            Person { is_active: false, ..ada.clone() },
        ] {
            assert_eq!(refused(ada, &all, wanted.clone()), [Refusal::OwnAdministrator]);
            assert!(put_person(bea, &all, &[], wanted).is_ok());
        }
        let more = Person { roles: vec![Role::Administrator, Role::Nurse], ..ada.clone() };
        assert_eq!(put_person(ada, &all, &[], more).map(|it| it.version), Ok(Version(2)));
    }

    #[test]
    fn a_login_belongs_to_one_person_whatever_its_case() {
        let admin = person(1, "ada", &[Role::Administrator]);
        let wanted = person(2, " ADA ", &[Role::FrontDesk]);
        assert_eq!(refused(&admin, std::slice::from_ref(&admin), wanted), [Refusal::LoginTaken]);
    }

    #[test]
    fn a_practice_manager_invites_whom_the_role_is_above_and_changes_nobody() {
        let all = [
            person(1, "ada", &[Role::Administrator]),
            person(2, "max", &[Role::PracticeManager, Role::Nurse]),
        ];
        let max = &all[1];
        for role in Role::STAFF {
            let answer = put_person(max, &all, &[], person(3, "new", &[Role::FrontDesk, *role]));
            let above = Refusal::RoleAboveOwn { role: Role::Administrator };
            let expected = if *role == Role::Administrator { Err(above.into()) } else { Ok(()) };
            assert_eq!(answer.map(|_| ()), expected, "{role}");
        }
        let demoted = Person { roles: vec![Role::FrontDesk], ..all[0].clone() };
        let permission = Permission::ManagePeople;
        assert_eq!(refused(max, &all, demoted), [Refusal::NotPermitted { permission }]);
        let nurse = person(4, "nia", &[Role::Nurse]);
        let permission = Permission::InvitePeople;
        assert_eq!(
            refused(&nurse, &all, person(3, "new", &[Role::Nurse])),
            [Refusal::NotPermitted { permission }]
        );
    }

    #[test]
    fn patients_and_caregivers_stand_in_no_list_of_people() {
        let admin = person(1, "ada", &[Role::Administrator]);
        for role in [Role::Patient, Role::Caregiver] {
            let wanted = person(2, "ana", &[Role::FrontDesk, role]);
            assert_eq!(
                refused(&admin, std::slice::from_ref(&admin), wanted.clone()),
                [Refusal::Invalid { field: Field::Roles, problem: Problem::NotForStaff }]
            );
            assert!(!wanted.may_sign_in());
        }
    }

    #[test]
    fn a_department_is_one_that_there_is() {
        let admin = person(1, "ada", &[Role::Administrator]);
        let department = |byte, is_active| Department {
            id: DepartmentId::from_bytes([byte; 16]),
            version: Version::FIRST,
            name: format!("Department {byte}"),
            is_active,
        };
        let departments = [department(1, true), department(2, false)];
        let answer = |all: &[Person], byte| {
            let department = Some(DepartmentId::from_bytes([byte; 16]));
            let answer = put_person(&admin, all, &departments, Person { department, ..admin.clone() });
            answer.map(|it| it.department == department).map_err(|it| it.0)
        };
        let refused = |problem| Err(vec![Refusal::Invalid { field: Field::Department, problem }]);
        let all = [admin.clone()];
        assert_eq!(answer(&all, 1), Ok(true));
        assert_eq!(answer(&all, 2), refused(Problem::NoLongerInUse));
        assert_eq!(answer(&all, 3), refused(Problem::DoesNotExist));
        let was_in_it = Person { department: Some(departments[1].id), ..admin.clone() };
        assert_eq!(answer(&[was_in_it], 2), Ok(true));
    }

    #[test]
    fn what_a_person_says_of_themselves_is_checked() {
        let admin = person(1, "ada", &[Role::Administrator]);
        let all = std::slice::from_ref(&admin);
        let problem = |wanted: Person| match put_person(&admin, all, &[], wanted) {
            Ok(_) => None,
            Err(refused) => match refused.0[..] {
                [Refusal::Invalid { field, problem }] => Some((field, problem)),
                ref other => panic!("{other:?}"),
            },
        };
        let email = |text: &str| problem(Person { email: text.into(), ..admin.clone() });
        for good in ["", " ada@clinic.example ", "a.b+c@mail.clinic.example", "ñandú@clinica.example"] {
            assert_eq!(email(good), None, "{good}");
        }
        for bad in [
            "ada",
            "ada@clinic",
            "@clinic.example",
            "ada@clinic..example",
            "ada@a@clinic.example",
            "ada@clinic.example\r\nBcc: all@example.org",
            "Ada <ada@clinic.example>",
            "a@b.example,c@d.example",
            &format!("{}@clinic.example", "a".repeat(250)),
        ] {
            assert_eq!(email(bad), Some((Field::Email, Problem::NotAnEmail)), "{bad}");
        }
        let license_number = "1".repeat(41);
        let long = problem(Person { license_number, ..admin.clone() });
        assert_eq!(long, Some((Field::LicenseNumber, Problem::TooLong)));
        let specialties = |it: &[&str]| {
            problem(Person { specialties: it.iter().map(|it| (*it).into()).collect(), ..admin.clone() })
        };
        assert_eq!(specialties(&["Cardiology"; 12]), None);
        assert_eq!(
            specialties(&["Cardiology"; 13]),
            Some((Field::Specialties, Problem::AtMost { most: 12 }))
        );
        assert_eq!(specialties(&["Cardiology", " "]), Some((Field::Specialties, Problem::Needed)));
        assert_eq!(admin.primary_role(), Some(Role::Administrator));
    }
}
