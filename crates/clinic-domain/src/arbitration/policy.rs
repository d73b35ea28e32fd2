//! The security policy: within bounds, and never wider than the tables of permissions and fields.

use super::{Decision, Put, permitted, records::invalid};
use crate::{
    invalid::{Field, Problem},
    people::{Permission, Person, Role},
    policy::SecurityPolicy,
};

/// `current` is [`SecurityPolicy::first`] while nobody wrote one.
pub fn put_policy(
    author: &Person,
    current: &SecurityPolicy,
    wanted: &SecurityPolicy,
) -> Decision<SecurityPolicy> {
    permitted(author, Permission::ManagePolicy)?;
    let mut policy = SecurityPolicy { id: current.id, ..wanted.clone() };
    policy.version = Put { current: Some(current.version), seen: wanted.version }.next()?;
    for roles in [&mut policy.mfa_roles, &mut policy.export_roles] {
        roles.sort_unstable();
        roles.dedup();
    }
    check_roles(&policy)?;
    for it in policy.limits() {
        if !(it.least..=it.most).contains(&it.value) {
            return invalid(it.field, Problem::OutOfRange { least: it.least, most: it.most });
        }
    }
    check_narrowed(&policy)?;
    Ok(policy)
}

fn check_roles(policy: &SecurityPolicy) -> Decision<()> {
    if !policy.mfa_roles.contains(&Role::Administrator) {
        return invalid(Field::MfaRoles, Problem::AdministratorNeeded);
    }
    if !policy.mfa_roles.iter().all(|it| it.is_staff()) {
        return invalid(Field::MfaRoles, Problem::NotForStaff);
    }
    if !policy.export_roles.iter().all(|it| it.may(Permission::Export)) {
        return invalid(Field::ExportRoles, Problem::Widens);
    }
    Ok(())
}

fn check_narrowed(policy: &SecurityPolicy) -> Decision<()> {
    for (at, it) in policy.narrowed.iter().enumerate() {
        if !it.is_narrower() {
            return invalid(Field::Narrowed, Problem::Widens);
        }
        if policy.narrowed[..at].iter().any(|other| (other.role, other.group) == (it.role, it.group)) {
            return invalid(Field::Narrowed, Problem::AtMost { most: 1 });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        arbitration::Refused,
        field_access::{FieldGroup, FieldRule, Narrowed},
        id::{OrganizationId, PersonId, Version},
        refusal::Refusal,
    };

    fn person(roles: &[Role]) -> Person {
        Person {
            id: PersonId::from_bytes([1; 16]),
            version: Version::FIRST,
            login: "ada".into(),
            name: "Ada".into(),
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

    fn first() -> SecurityPolicy {
        SecurityPolicy::first(OrganizationId::from_bytes([9; 16]))
    }

    /// What is refused of a policy that differs from the first one.
    fn problem(change: impl FnOnce(&mut SecurityPolicy)) -> Option<(Field, Problem)> {
        let mut wanted = first();
        change(&mut wanted);
        match put_policy(&person(&[Role::Administrator]), &first(), &wanted) {
            Ok(policy) => {
                assert_eq!((policy.id, policy.version), (first().id, Version::FIRST));
                None
            }
            Err(Refused(refusals)) => match refusals[..] {
                [Refusal::Invalid { field, problem }] => Some((field, problem)),
                ref other => panic!("{other:?}"),
            },
        }
    }

    #[test]
    fn the_first_policy_is_within_its_own_bounds() {
        assert_eq!(problem(|_| {}), None);
    }

    #[test]
    fn every_number_has_bounds() {
        type Number = fn(&mut SecurityPolicy) -> &mut u16;
        let numbers: [(Number, Field, u16, u16); 7] = [
            (|it| &mut it.password_minimum, Field::PasswordMinimum, 8, 64),
            (|it| &mut it.access_minutes, Field::AccessMinutes, 1, 15),
            (|it| &mut it.idle_minutes, Field::IdleMinutes, 1, 30),
            (|it| &mut it.session_hours, Field::SessionHours, 1, 12),
            (|it| &mut it.refresh_hours, Field::RefreshHours, 1, 12),
            (|it| &mut it.step_up_minutes, Field::StepUpMinutes, 1, 15),
            (|it| &mut it.offline_lease_days, Field::OfflineLeaseDays, 1, 7),
        ];
        for (number, field, least, most) in numbers {
            let with = |value| {
                problem(|it| {
                    it.refresh_hours = 1;
                    *number(it) = value;
                })
            };
            assert_eq!((with(least), with(most)), (None, None), "{field}");
            let refused = Some((field, Problem::OutOfRange { least, most }));
            assert_eq!(
                (with(least - 1), with(most + 1), with(u16::MAX)),
                (refused, refused, refused),
                "{field}"
            );
        }
        let lent_for = |days| problem(|it| it.lend_days = days);
        let refused = Some((Field::LendDays, Problem::OutOfRange { least: 0, most: 7 }));
        assert_eq!((lent_for(0), lent_for(7), lent_for(8)), (None, None, refused));
        let problem = problem(|it| (it.session_hours, it.refresh_hours) = (4, 5));
        assert_eq!(problem, Some((Field::RefreshHours, Problem::OutOfRange { least: 1, most: 4 })));
    }

    #[test]
    fn a_password_that_stands_alone_is_longer() {
        let without_nurses = |it: &mut SecurityPolicy| it.mfa_roles.retain(|it| *it != Role::Nurse);
        let refused = (Field::PasswordMinimum, Problem::OutOfRange { least: 15, most: 64 });
        assert_eq!(problem(without_nurses), Some(refused));
        let longer = |it: &mut SecurityPolicy| {
            without_nurses(it);
            it.password_minimum = 15;
        };
        assert_eq!(problem(longer), None);
    }

    #[test]
    fn an_administrator_always_has_a_second_factor() {
        let refused = Some((Field::MfaRoles, Problem::AdministratorNeeded));
        assert_eq!(problem(|it| it.mfa_roles.retain(|it| *it != Role::Administrator)), refused);
        assert_eq!(
            problem(|it| it.mfa_roles.push(Role::Patient)),
            Some((Field::MfaRoles, Problem::NotForStaff))
        );
        let forged = SecurityPolicy { mfa_roles: vec![], ..first() };
        assert!(forged.needs_mfa(&person(&[Role::Nurse, Role::Administrator])));
        assert!(!forged.needs_mfa(&person(&[Role::Nurse])) && first().needs_mfa(&person(&[Role::Nurse])));
    }

    #[test]
    fn export_is_taken_from_a_role_and_given_to_none() {
        for role in Role::ALL {
            let expected = (!role.may(Permission::Export)).then_some((Field::ExportRoles, Problem::Widens));
            assert_eq!(problem(|it| it.export_roles = vec![*role]), expected, "{role}");
            let only = SecurityPolicy { export_roles: vec![*role], ..first() };
            assert_eq!(only.may_export(&person(&[*role])), role.may(Permission::Export), "{role}");
            let none = SecurityPolicy { export_roles: vec![], ..first() };
            assert!(!none.may_export(&person(&[*role])));
        }
        let left = Person { is_active: false, ..person(&[Role::PracticeManager]) };
        assert!(!first().may_export(&left) && first().viewer(&left).roles.is_empty());
    }

    #[test]
    fn fields_are_taken_from_a_role_once_and_given_to_none() {
        let narrowed = |to| Narrowed { role: Role::Billing, group: FieldGroup::Contact, to };
        let with = |rows: &[Narrowed]| problem(|it| it.narrowed = rows.to_vec());
        assert_eq!(with(&[narrowed(FieldRule::Masked)]), None);
        assert_eq!(with(&[narrowed(FieldRule::Edit)]), Some((Field::Narrowed, Problem::Widens)));
        assert_eq!(with(&[narrowed(FieldRule::View)]), Some((Field::Narrowed, Problem::Widens)));
        let twice = [narrowed(FieldRule::Masked), narrowed(FieldRule::Never)];
        assert_eq!(with(&twice), Some((Field::Narrowed, Problem::AtMost { most: 1 })));
    }

    #[test]
    fn only_administrators_write_it_and_of_two_at_a_time_the_second_looks_again() {
        for role in Role::ALL {
            let answer = put_policy(&person(&[*role]), &first(), &first());
            assert_eq!(answer.is_ok(), *role == Role::Administrator, "{role}");
        }
        let admin = person(&[Role::Administrator]);
        let written = put_policy(&admin, &first(), &first()).unwrap_or_else(|it| panic!("{it:?}"));
        assert_eq!(put_policy(&admin, &written, &first()), Err(Refusal::Changed.into()));
        let elsewhere = SecurityPolicy { id: OrganizationId::from_bytes([8; 16]), ..written.clone() };
        assert_eq!(put_policy(&admin, &written, &elsewhere).map(|it| it.id), Ok(written.id));
    }
}
