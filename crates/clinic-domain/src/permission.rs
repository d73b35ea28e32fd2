//! The one table of what a role may do: the desk, the centre and the agents ask it and nothing else.
//!
//! Invariants: patients and caregivers never have what staff has, and staff never has what is theirs; what somebody may
//! do at all stands here, which fields they see while they do it in [`crate::field_access`].

use crate::{
    code_enum,
    people::Role::{
        self, Administrator, AttendingPhysician, Billing, Caregiver, FrontDesk, MedicalAssistant, Nurse,
        Patient, PracticeManager, Scheduler, Specialist,
    },
};

code_enum! {
    Permission {
        // The day and the patients
        ViewDay = "view_day",
        SearchPatients = "search_patients",
        ViewPatient = "view_patient",
        EditPatient = "edit_patient",
        MergePatients = "merge_patients",
        Book = "book",
        Overbook = "overbook",
        ChangeStatus = "change_status",
        BlockTime = "block_time",
        // The setup and who works with it
        EditSetup = "edit_setup",
        ManagePeople = "manage_people",
        Import = "import",
        ViewAudit = "view_audit",
        ManageBackups = "manage_backups",
        ViewSetup = "view_setup",
        ViewPeople = "view_people",
        InvitePeople = "invite_people",
        ManageDepartments = "manage_departments",
        // What is known and said
        ViewKnowledge = "view_knowledge",
        ManageKnowledge = "manage_knowledge",
        SendMessages = "send_messages",
        ManageMessages = "manage_messages",
        // Medical records
        ViewMedicalRecords = "view_medical_records",
        WriteMedicalRecords = "write_medical_records",
        /// One patient's record beyond what the role sees, with a reason and a review.
        BreakGlass = "break_glass",
        ReviewBreakGlass = "review_break_glass",
        // Figures and what leaves the house
        ViewReports = "view_reports",
        Export = "export",
        // Security and running
        ManageDevices = "manage_devices",
        ManagePolicy = "manage_policy",
        ViewSecurityEvents = "view_security_events",
        /// Events that could not be handled: looked at and sent once more.
        ManageEvents = "manage_events",
        // Patients and who acts for them
        ViewOwnVisits = "view_own_visits",
        /// Confirms, cancels or asks to be called.
        AnswerOwnVisits = "answer_own_visits",
    }
}

const CLINICAL: &[Role] = &[MedicalAssistant, Nurse, AttendingPhysician, Specialist];
const PHYSICIANS: &[Role] = &[AttendingPhysician, Specialist];
/// Whoever works with the book.
const BOOK: &[Role] =
    &[PracticeManager, FrontDesk, Scheduler, MedicalAssistant, Nurse, AttendingPhysician, Specialist];
const WITH_PATIENTS: &[Role] = &[
    PracticeManager,
    FrontDesk,
    Scheduler,
    Billing,
    MedicalAssistant,
    Nurse,
    AttendingPhysician,
    Specialist,
];
const LEADS: &[Role] = &[Administrator, PracticeManager];

impl Permission {
    #[must_use]
    pub const fn roles(self) -> &'static [Role] {
        use Permission as P;
        match self {
            P::ViewDay | P::SearchPatients | P::ViewPatient => WITH_PATIENTS,
            P::EditPatient => &[PracticeManager, FrontDesk, Scheduler],
            P::MergePatients => &[PracticeManager, FrontDesk],
            P::Book | P::ChangeStatus => BOOK,
            P::Overbook | P::BlockTime => &[PracticeManager, FrontDesk, AttendingPhysician, Specialist],
            P::EditSetup | P::Import | P::ManageBackups => LEADS,
            P::ManagePeople => &[Administrator],
            P::ViewAudit => &[PracticeManager],
            P::ViewSetup | P::ViewKnowledge => Role::STAFF,
            P::ViewPeople | P::InvitePeople => LEADS,
            P::ManageDepartments | P::ManageKnowledge | P::ManageMessages => LEADS,
            P::SendMessages => &[PracticeManager, FrontDesk, Scheduler],
            P::ViewMedicalRecords => CLINICAL,
            P::WriteMedicalRecords => PHYSICIANS,
            P::BreakGlass => &[FrontDesk, Scheduler, MedicalAssistant, Nurse, AttendingPhysician, Specialist],
            P::ReviewBreakGlass => &[PracticeManager],
            P::ViewReports => &[Administrator, PracticeManager, Billing],
            P::Export => &[PracticeManager, Billing],
            P::ManageDevices | P::ManagePolicy | P::ManageEvents => &[Administrator],
            P::ViewSecurityEvents => LEADS,
            P::ViewOwnVisits | P::AnswerOwnVisits => &[Patient, Caregiver],
        }
    }
}

impl Role {
    #[must_use]
    pub fn may(self, permission: Permission) -> bool {
        permission.roles().contains(&self)
    }

    /// The roles that somebody with this one gives and takes: none above it.
    #[must_use]
    pub const fn gives(self) -> &'static [Role] {
        match self {
            Administrator => Role::STAFF,
            PracticeManager => WITH_PATIENTS,
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Permission as P, *};

    /// What each role may do at a desk, written down by role. It may only change by a decision about people's work.
    #[test]
    fn what_the_desk_allows_is_as_it_was() {
        let front_desk = [
            P::ViewDay,
            P::SearchPatients,
            P::ViewPatient,
            P::EditPatient,
            P::MergePatients,
            P::Book,
            P::Overbook,
            P::ChangeStatus,
            P::BlockTime,
        ];
        let leads = [P::EditSetup, P::Import, P::ViewAudit, P::ManageBackups];
        let nurse = vec![P::ViewDay, P::SearchPatients, P::ViewPatient, P::Book, P::ChangeStatus];
        let mut physician = nurse.clone();
        physician.splice(4..4, [P::Overbook]);
        physician.push(P::BlockTime);
        let mut scheduler = nurse.clone();
        scheduler.insert(3, P::EditPatient);
        let expected = [
            (Administrator, vec![P::EditSetup, P::ManagePeople, P::Import, P::ManageBackups]),
            (PracticeManager, [&front_desk[..], &leads[..]].concat()),
            (FrontDesk, front_desk.to_vec()),
            (Scheduler, scheduler),
            (Billing, vec![P::ViewDay, P::SearchPatients, P::ViewPatient]),
            (MedicalAssistant, nurse.clone()),
            (Nurse, nurse),
            (AttendingPhysician, physician.clone()),
            (Specialist, physician),
            (Patient, vec![]),
            (Caregiver, vec![]),
        ];
        assert_eq!(expected.each_ref().map(|it| it.0).as_slice(), Role::ALL);
        let at_the_desk = &P::ALL[..=P::ManageBackups as usize];
        for (role, permissions) in expected {
            let may: Vec<P> = at_the_desk.iter().copied().filter(|it| role.may(*it)).collect();
            assert_eq!(may, permissions, "{role}");
        }
    }

    #[test]
    fn patients_and_caregivers_have_their_own_and_nothing_else() {
        for role in [Patient, Caregiver] {
            let may: Vec<P> = P::ALL.iter().copied().filter(|it| role.may(*it)).collect();
            assert_eq!(may, [P::ViewOwnVisits, P::AnswerOwnVisits]);
        }
        assert!(Role::STAFF.iter().all(|it| !it.may(P::ViewOwnVisits) && !it.may(P::AnswerOwnVisits)));
    }

    #[test]
    fn every_permission_is_somebodys() {
        assert!(P::ALL.iter().all(|it| !it.roles().is_empty()));
    }

    #[test]
    fn only_who_treats_patients_sees_medical_records_and_only_physicians_write_them() {
        let with =
            |permission: P| Role::ALL.iter().copied().filter(|it| it.may(permission)).collect::<Vec<_>>();
        assert_eq!(with(P::ViewMedicalRecords), [MedicalAssistant, Nurse, AttendingPhysician, Specialist]);
        assert_eq!(with(P::WriteMedicalRecords), [AttendingPhysician, Specialist]);
    }

    #[test]
    fn nobody_reviews_by_the_role_that_breaks_the_glass() {
        assert!(Role::ALL.iter().all(|it| !(it.may(P::BreakGlass) && it.may(P::ReviewBreakGlass))));
    }

    #[test]
    fn a_role_gives_none_that_may_more_about_people() {
        for role in Role::ALL {
            assert!(role.gives().iter().all(|it| it.is_staff()), "{role}");
            let mut above =
                role.gives().iter().filter(|it| it.may(P::ManagePeople) && !role.may(P::ManagePeople));
            assert_eq!(above.next(), None, "{role}");
            assert!(role.gives().is_empty() || role.may(P::InvitePeople), "{role}");
        }
    }
}
