//! People who sign in, their roles, and the one table of what a role may do.

use crate::{
    code_enum,
    id::{PersonId, ResourceId, Version},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub version: Version,
    /// What is typed at sign-in: lowercase, unique in the organization.
    pub login: String,
    pub name: String,
    pub roles: Vec<Role>,
    /// The provider that this person is, if any.
    pub resource: Option<ResourceId>,
    pub is_active: bool,
}

code_enum! {
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
    }
}

code_enum! {
    Permission {
        ViewDay = "view_day",
        SearchPatients = "search_patients",
        ViewPatient = "view_patient",
        EditPatient = "edit_patient",
        MergePatients = "merge_patients",
        Book = "book",
        Overbook = "overbook",
        ChangeStatus = "change_status",
        BlockTime = "block_time",
        EditSetup = "edit_setup",
        ManagePeople = "manage_people",
        Import = "import",
        ViewAudit = "view_audit",
        ManageBackups = "manage_backups",
    }
}

impl Role {
    #[must_use]
    pub const fn permissions(self) -> &'static [Permission] {
        use Permission as P;
        match self {
            Role::Administrator => &[P::EditSetup, P::ManagePeople, P::Import, P::ManageBackups],
            Role::PracticeManager => &[
                P::ViewDay,
                P::SearchPatients,
                P::ViewPatient,
                P::EditPatient,
                P::MergePatients,
                P::Book,
                P::Overbook,
                P::ChangeStatus,
                P::BlockTime,
                P::EditSetup,
                P::Import,
                P::ViewAudit,
                P::ManageBackups,
            ],
            Role::FrontDesk => &[
                P::ViewDay,
                P::SearchPatients,
                P::ViewPatient,
                P::EditPatient,
                P::MergePatients,
                P::Book,
                P::Overbook,
                P::ChangeStatus,
                P::BlockTime,
            ],
            Role::Scheduler => {
                &[P::ViewDay, P::SearchPatients, P::ViewPatient, P::EditPatient, P::Book, P::ChangeStatus]
            }
            Role::Billing => &[P::ViewDay, P::SearchPatients, P::ViewPatient],
            Role::MedicalAssistant | Role::Nurse => {
                &[P::ViewDay, P::SearchPatients, P::ViewPatient, P::Book, P::ChangeStatus]
            }
            Role::AttendingPhysician | Role::Specialist => &[
                P::ViewDay,
                P::SearchPatients,
                P::ViewPatient,
                P::Book,
                P::Overbook,
                P::ChangeStatus,
                P::BlockTime,
            ],
        }
    }
}

impl Person {
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.is_active && self.roles.iter().any(|role| role.permissions().contains(&permission))
    }
}
