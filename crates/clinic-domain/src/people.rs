//! People who sign in, and their roles.

use crate::{
    code_enum,
    id::{DepartmentId, PersonId, ResourceId, Version},
};

pub use crate::permission::Permission;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub version: Version,
    /// What is typed at sign-in: lowercase, unique in the organization.
    pub login: String,
    pub name: String,
    /// The first is the primary one.
    pub roles: Vec<Role>,
    /// The provider that this person is, if any.
    pub resource: Option<ResourceId>,
    pub department: Option<DepartmentId>,
    /// Empty where there is none.
    pub email: String,
    pub license_number: String,
    pub specialties: Vec<String>,
    /// In which the clinic writes to them, as a BCP 47 tag; empty where nobody has said.
    pub language: String,
    pub is_active: bool,
}

code_enum! {
    /// The hierarchy of the platform: who runs the practice, who treats, and the patients with those who act for them.
    Role {
        Administrator = "administrator",
        PracticeManager = "practice_manager",
        FrontDesk = "front_desk",
        Scheduler = "scheduler",
        Billing = "billing",
        MedicalAssistant = "medical_assistant",
        Nurse = "nurse",
        AttendingPhysician = "attending_physician",
        Specialist = "specialist",
        /// Never at a desk: answers what the clinic sent, and sees only their own.
        Patient = "patient",
        /// The same for the patient whom they act for.
        Caregiver = "caregiver",
    }
}

impl Role {
    pub const STAFF: &[Role] = &[
        Role::Administrator,
        Role::PracticeManager,
        Role::FrontDesk,
        Role::Scheduler,
        Role::Billing,
        Role::MedicalAssistant,
        Role::Nurse,
        Role::AttendingPhysician,
        Role::Specialist,
    ];

    #[must_use]
    pub const fn is_staff(self) -> bool {
        !matches!(self, Role::Patient | Role::Caregiver)
    }
}

impl Person {
    #[must_use]
    pub fn primary_role(&self) -> Option<Role> {
        self.roles.first().copied()
    }

    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.is_active && self.roles.iter().any(|role| role.may(permission))
    }

    /// Whether a desk lets them in.
    #[must_use]
    pub fn may_sign_in(&self) -> bool {
        self.is_active && self.roles.iter().all(|it| it.is_staff())
    }

    #[must_use]
    pub fn is_administrator(&self) -> bool {
        self.is_active && self.roles.contains(&Role::Administrator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_staff_is_everybody_but_patients_and_caregivers() {
        let staff: Vec<Role> = Role::ALL.iter().copied().filter(|it| it.is_staff()).collect();
        assert_eq!(staff, Role::STAFF);
        assert_eq!(Role::ALL.len(), staff.len() + 2);
    }
}
