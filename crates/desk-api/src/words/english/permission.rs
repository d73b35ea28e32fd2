//! What a role may do, in English: goes on after "allow you to".

use clinic_domain::people::Permission;

pub(super) fn may(permission: Permission) -> &'static str {
    use Permission as P;
    match permission {
        P::ViewDay => "see the day",
        P::SearchPatients => "look up patients",
        P::ViewPatient => "open a patient's record",
        P::MergePatients => "merge two records",
        P::EditPatient => "change a patient's record",
        P::Book => "book, move or cancel visits",
        P::Overbook => "overbook",
        P::ChangeStatus => "change a visit's status",
        P::BlockTime => "block time",
        P::EditSetup => "change the clinic's setup",
        P::ManagePeople => "manage people",
        P::Import => "import files",
        P::ViewAudit => "see who looked at a record",
        P::ManageBackups => "manage backups",
        P::ViewSetup => "see how the clinic is set up",
        P::ViewPeople => "see who works here",
        P::InvitePeople => "invite people",
        P::ManageDepartments => "manage departments",
        P::ViewKnowledge => "read the knowledge base",
        P::ManageKnowledge => "change the knowledge base",
        P::SendMessages => "send messages",
        P::ManageMessages => "change the message templates",
        P::ViewMedicalRecords => "see medical records",
        P::WriteMedicalRecords => "write medical records",
        P::BreakGlass => "open a record in an emergency",
        P::ReviewBreakGlass => "review emergency access",
        P::ViewReports => "see reports",
        P::Export => "export data",
        P::ManageDevices => "enrol or revoke desks",
        P::ManagePolicy => "change the security policy",
        P::ViewSecurityEvents => "see security events",
        P::ManageEvents => "see or repeat events that failed",
        P::ViewOwnVisits => "see visits as a patient",
        P::AnswerOwnVisits => "answer as a patient",
    }
}
