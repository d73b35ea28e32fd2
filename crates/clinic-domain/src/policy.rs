//! How an organization is secured: who needs a second factor, how long a sign-in lasts, what leaves the house, and which
//! fields a role sees less of. Versioned; where nobody wrote one, the defaults hold.
//!
//! The figures: NIST SP 800-63B asks at its second level for a new sign-in after 12 hours and after 30 idle minutes, for
//! passwords of 15 characters where they stand alone and of 8 beside a second factor.

use crate::{
    field_access::{Narrowed, Viewer},
    id::{OrganizationId, Version},
    invalid::Field,
    people::{Permission, Person, Role},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityPolicy {
    /// The organization's: each has one.
    pub id: OrganizationId,
    /// 0 while nobody wrote one.
    pub version: Version,
    /// Who signs in with a second factor; administrators always.
    pub mfa_roles: Vec<Role>,
    pub password_minimum: u16,
    /// How long an access token is good.
    pub access_minutes: u16,
    /// After so long without a person's input they sign in anew.
    pub idle_minutes: u16,
    /// After so long they sign in anew whatever they do.
    pub session_hours: u16,
    /// How long a refresh token is good that nobody uses; no longer than the session.
    pub refresh_hours: u16,
    /// How fresh the second factor has to be for an export, a change of roles, an enrolment or a review.
    pub step_up_minutes: u16,
    /// How long a desk works without the centre's word.
    pub offline_lease_days: u16,
    /// So many days ahead the times of a location are lent to it, so that its desks confirm bookings among themselves while they
    /// are cut off ([`crate::lending`]); 0: nothing is lent.
    pub lend_days: u16,
    /// Of the roles that may export at all, those that do here.
    pub export_roles: Vec<Role>,
    pub narrowed: Vec<Narrowed>,
}

/// A number of the policy with what it may be.
pub struct Limit {
    pub field: Field,
    pub value: u16,
    pub least: u16,
    pub most: u16,
}

impl SecurityPolicy {
    const ALONE_PASSWORD: u16 = 15;
    const BESIDE_PASSWORD: u16 = 8;

    /// What holds where nobody wrote one.
    #[must_use]
    pub fn first(id: OrganizationId) -> Self {
        Self {
            id,
            version: Version(0),
            mfa_roles: Role::STAFF.to_vec(),
            password_minimum: 12,
            access_minutes: 5,
            idle_minutes: 15,
            session_hours: 12,
            refresh_hours: 12,
            step_up_minutes: 5,
            offline_lease_days: 3,
            lend_days: 0,
            export_roles: Permission::Export.roles().to_vec(),
            narrowed: Vec::new(),
        }
    }

    #[must_use]
    pub fn limits(&self) -> [Limit; 8] {
        let is_alone = Role::STAFF.iter().any(|it| !self.mfa_roles.contains(it));
        let password = if is_alone { Self::ALONE_PASSWORD } else { Self::BESIDE_PASSWORD };
        let limit = |field, value, least, most| Limit { field, value, least, most };
        [
            limit(Field::PasswordMinimum, self.password_minimum, password, 64),
            limit(Field::AccessMinutes, self.access_minutes, 1, 15),
            limit(Field::IdleMinutes, self.idle_minutes, 1, 30),
            limit(Field::SessionHours, self.session_hours, 1, 12),
            limit(Field::RefreshHours, self.refresh_hours, 1, self.session_hours.max(1)),
            limit(Field::StepUpMinutes, self.step_up_minutes, 1, 15),
            limit(Field::OfflineLeaseDays, self.offline_lease_days, 1, 7),
            limit(Field::LendDays, self.lend_days, 0, 7),
        ]
    }

    #[must_use]
    pub fn needs_mfa(&self, person: &Person) -> bool {
        person.roles.iter().any(|it| *it == Role::Administrator || self.mfa_roles.contains(it))
    }

    #[must_use]
    pub fn may_export(&self, person: &Person) -> bool {
        let exports = |it: &Role| it.may(Permission::Export) && self.export_roles.contains(it);
        person.is_active && person.roles.iter().any(exports)
    }

    /// The person's eyes in this organization.
    #[must_use]
    pub fn viewer<'a>(&'a self, person: &'a Person) -> Viewer<'a> {
        Viewer { roles: if person.is_active { &person.roles } else { &[] }, narrowed: &self.narrowed }
    }
}
