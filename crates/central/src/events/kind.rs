//! The kinds of events, and which ones an operation gives.
//!
//! Invariants: every operation gives at least one event; every row that it leaves gives exactly one, named after the act
//! where the row is what the act is about, and after the row's kind elsewhere.

use clinic_domain::{
    call::CallSubject,
    code_enum,
    operation::{Change, OperationBody},
};
use uuid::Uuid;

code_enum! {
    EventType {
        // The book
        AppointmentBooked = "appointment_booked",
        AppointmentMoved = "appointment_moved",
        AppointmentCancelled = "appointment_cancelled",
        /// By an act about something else: the lost visit that got another one in its place, what an undo put back.
        AppointmentChanged = "appointment_changed",
        PatientCheckedIn = "patient_checked_in",
        StatusChanged = "status_changed",
        TriageChanged = "triage_changed",
        ConfirmationChanged = "confirmation_changed",
        NoteChanged = "note_changed",
        CallLogged = "call_logged",
        ActUndone = "act_undone",
        HoldChanged = "hold_changed",
        WaitlistChanged = "waitlist_changed",
        WaitlistOffered = "waitlist_offered",
        WaitlistAnswered = "waitlist_answered",
        RecallChanged = "recall_changed",
        DaySigned = "day_signed",
        /// A decision of a desk that was cut off came too late.
        ConflictRaised = "conflict_raised",
        ConflictChanged = "conflict_changed",
        // Patients
        PatientCreated = "patient_created",
        PatientChanged = "patient_changed",
        PatientsMerged = "patients_merged",
        PatientsSeparated = "patients_separated",
        CaregiverChanged = "caregiver_changed",
        RecordsImported = "records_imported",
        // What is set up, and who works with it
        OrganizationChanged = "organization_changed",
        LocationChanged = "location_changed",
        ResourceChanged = "resource_changed",
        AppointmentTypeChanged = "appointment_type_changed",
        HoursChanged = "hours_changed",
        TimeClosedOrOpened = "time_closed_or_opened",
        PersonChanged = "person_changed",
        PolicyChanged = "policy_changed",
        DepartmentChanged = "department_changed",
        KnowledgeChanged = "knowledge_changed",
        TemplateChanged = "message_template_changed",
    }
}

impl EventType {
    /// Whether its entity is a visit, about which the patient may have to be told something.
    #[must_use]
    pub const fn is_about_visit(self) -> bool {
        use EventType as E;
        matches!(
            self,
            E::AppointmentBooked
                | E::AppointmentMoved
                | E::AppointmentCancelled
                | E::AppointmentChanged
                | E::StatusChanged
                | E::PatientCheckedIn
        )
    }
}

/// What happened to which row; the version it is in now, where it is a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    pub event: EventType,
    pub entity: Uuid,
    pub version: Option<u64>,
}

#[must_use]
pub fn events_of(body: &OperationBody, changes: &[Change]) -> Vec<Occurrence> {
    let (act, subject) = act(body);
    if let OperationBody::Adopt { .. } = body {
        // One word for all of them: nobody did to them what their own events would say.
        let entity = changes.first().map(|it| it.object().1).unwrap_or_default();
        return vec![Occurrence { event: act, entity, version: None }];
    }
    let mut events: Vec<Occurrence> = changes
        .iter()
        .map(|change| {
            let (_, entity) = change.object();
            let is_subject = Some(entity) == subject || is_the_day(body, change);
            let event = if is_subject { act } else { of_row(change) };
            Occurrence { event, entity, version: Some(change.version().0) }
        })
        .collect();
    if !events.iter().any(|it| it.event == act) {
        let entity = subject.or(changes.first().map(|it| it.object().1)).unwrap_or_default();
        events.insert(0, Occurrence { event: act, entity, version: None });
    }
    events
}

/// What an operation does, and the id of what it is about.
fn act(body: &OperationBody) -> (EventType, Option<Uuid>) {
    use EventType as E;
    use OperationBody as B;
    match body {
        B::Book(it) => (E::AppointmentBooked, Some(it.appointment.0)),
        B::Reschedule { appointment, .. } => (E::AppointmentMoved, Some(appointment.0)),
        B::Cancel { appointment, .. } => (E::AppointmentCancelled, Some(appointment.0)),
        B::SetStatus { appointment, .. } => (E::StatusChanged, Some(appointment.0)),
        B::CheckIn { appointment, .. } => (E::PatientCheckedIn, Some(appointment.0)),
        B::SetConfirmation { appointment, .. } => (E::ConfirmationChanged, Some(appointment.0)),
        B::SetNote { appointment, .. } => (E::NoteChanged, Some(appointment.0)),
        B::SetTriage { appointment, .. } => (E::TriageChanged, Some(appointment.0)),
        B::LogCall(it) => {
            let subject = match it.about {
                CallSubject::Visit(id) => id.0,
                CallSubject::Recall(id) => id.0,
                CallSubject::WaitlistEntry(id) => id.0,
            };
            (E::CallLogged, Some(subject))
        }
        B::Undo { of } => (E::ActUndone, Some(of.0)),
        B::PatientCreate(it) => (E::PatientCreated, Some(it.id.0)),
        B::PatientPatch(it) => (E::PatientChanged, Some(it.id.0)),
        B::CaregiverPut(it) => (E::CaregiverChanged, Some(it.id.0)),
        B::PatientMerge { kept, .. } => (E::PatientsMerged, Some(kept.0)),
        B::PatientSeparate { merged } => (E::PatientsSeparated, Some(merged.0)),
        B::DaySign(it) => (E::DaySigned, Some(it.id.0)),
        B::OrganizationPut(it) => (E::OrganizationChanged, Some(it.id.0)),
        B::LocationPut(it) => (E::LocationChanged, Some(it.id.0)),
        B::ResourcePut(it) => (E::ResourceChanged, Some(it.id.0)),
        B::AppointmentTypePut(it) => (E::AppointmentTypeChanged, Some(it.id.0)),
        B::TemplatePut(it) => (E::HoursChanged, Some(it.id.0)),
        B::ExceptionPut(it) => (E::TimeClosedOrOpened, Some(it.id.0)),
        B::HoldPut(it) => (E::HoldChanged, Some(it.id.0)),
        B::WaitlistPut(it) => (E::WaitlistChanged, Some(it.id.0)),
        B::WaitlistOffer { entry, .. } => (E::WaitlistOffered, Some(entry.0)),
        B::WaitlistAnswer { entry, .. } => (E::WaitlistAnswered, Some(entry.0)),
        B::RecallPut(it) => (E::RecallChanged, Some(it.id.0)),
        B::ConflictClaim { conflict }
        | B::ConflictRelease { conflict }
        | B::ConflictResolve { conflict, .. } => (E::ConflictChanged, Some(conflict.0)),
        B::PersonPut(it) => (E::PersonChanged, Some(it.id.0)),
        B::PolicyPut(_) => (E::PolicyChanged, None),
        B::DepartmentPut(it) => (E::DepartmentChanged, Some(it.id.0)),
        B::FaqPut(it) => (E::KnowledgeChanged, Some(it.id.0)),
        B::MessageTemplatePut(it) => (E::TemplateChanged, Some(it.id.0)),
        B::ImportBatch { .. } | B::Adopt { .. } => (E::RecordsImported, None),
    }
}

fn of_row(change: &Change) -> EventType {
    use EventType as E;
    match change {
        Change::Appointment(_) => E::AppointmentChanged,
        Change::Patient(_) | Change::Alias(_) => E::PatientChanged,
        Change::Caregiver(_) => E::CaregiverChanged,
        Change::Organization(_) => E::OrganizationChanged,
        Change::Location(_) => E::LocationChanged,
        Change::Resource(_) => E::ResourceChanged,
        Change::AppointmentType(_) => E::AppointmentTypeChanged,
        Change::Template(_) => E::HoursChanged,
        Change::Exception(_) => E::TimeClosedOrOpened,
        Change::Hold(_) => E::HoldChanged,
        Change::WaitlistEntry(_) => E::WaitlistChanged,
        Change::Recall(_) => E::RecallChanged,
        Change::Person(_) => E::PersonChanged,
        Change::DayClose(_) => E::DaySigned,
        Change::Conflict(_) => E::ConflictChanged,
        Change::Policy(_) => E::PolicyChanged,
        Change::Department(_) => E::DepartmentChanged,
        Change::Faq(_) => E::KnowledgeChanged,
        Change::MessageTemplate(_) => E::TemplateChanged,
    }
}

/// A day that was signed before keeps its row, whatever id the operation brought.
fn is_the_day(body: &OperationBody, change: &Change) -> bool {
    matches!((body, change), (OperationBody::DaySign(_), Change::DayClose(_)))
}
