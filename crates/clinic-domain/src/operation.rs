//! Operations: the one way to change anything. The desk and the centre exchange operations, never row states.
//!
//! An operation says what a person decided; [`crate::arbitration`] turns it into [`Change`]s, the rows as they
//! are afterwards. The arbiter numbers the operation; its changes are applied to every mirror in that order.

mod change;

use crate::{
    alias::PatientField,
    appointment::{Allocation, AppointmentStatus, CancelReason, ConfirmationState, Requester},
    appointment_type::AppointmentType,
    arbiter::Object,
    attendance::TriageCategory,
    call::{CallAttempt, CallSubject},
    code_enum,
    conflict::ConflictOutcome,
    counter::Asked,
    day_close::DayClose,
    hold::Hold,
    id::{
        AppointmentId, AppointmentTypeId, ConflictId, DeviceId, HoldId, LocationId, OpId, PatientId,
        PersonId, Version, WaitlistId,
    },
    message::MessageTemplate,
    office::{Department, FaqEntry},
    organization::{Location, Organization},
    patient::{Caregiver, ContactChannel, IdentityField, Patient},
    people::Person,
    personal::Personal,
    policy::SecurityPolicy,
    recall::Recall,
    resource::Resource,
    schedule::{ScheduleException, ScheduleTemplate},
    series::Series,
    time::{Instant, Period},
    waitlist::{OfferAnswer, WaitlistEntry},
};

pub use change::Change;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Idempotency key.
    pub id: OpId,
    pub device: DeviceId,
    /// 1, 2, 3 ... without gaps, per device.
    pub device_seq: u64,
    pub author: PersonId,
    /// The desk's clock when the person decided. For display: it decides nothing.
    pub at: Instant,
    /// When it was written down, where it was decided on paper and is typed in now.
    pub written_at: Option<Instant>,
    /// The first of the operations that were decided together, where there are several: the desk stores all of them or
    /// none, and takes them back together.
    pub part_of: Option<OpId>,
    /// What the person saw; absent for what did not exist yet.
    pub base: Option<Base>,
    /// Whether the patient was told.
    pub promised_to_patient: bool,
    pub body: OperationBody,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    Version(Version),
    /// The entity as this desk's own earlier operation left it.
    After(OpId),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OperationBody {
    Book(Booking),
    Reschedule {
        appointment: AppointmentId,
        slot: SlotContent,
        overbook_reason: Option<String>,
        requested_by: Requester,
        /// How it repeats from now on, for one that is moved with others of its series.
        series: Option<Series>,
    },
    Cancel {
        appointment: AppointmentId,
        reason: CancelReason,
        note: Personal,
        requested_by: Requester,
    },
    SetStatus {
        appointment: AppointmentId,
        to: AppointmentStatus,
        requested_by: Requester,
    },
    /// The patient is here, and somebody made sure who it is.
    CheckIn {
        appointment: AppointmentId,
        verified: Vec<IdentityField>,
        requested_by: Requester,
        asked: Asked,
    },
    SetConfirmation {
        appointment: AppointmentId,
        state: ConfirmationState,
        channel: ContactChannel,
    },
    SetNote {
        appointment: AppointmentId,
        note: Personal,
    },
    /// Somebody tried to reach the patient.
    LogCall(CallAttempt),
    /// Says how urgent it is that the patient is seen.
    SetTriage {
        appointment: AppointmentId,
        category: TriageCategory,
    },
    /// Takes back what another operation did, within the minutes that [`crate::arbitration::UNDO_MINUTES`] gives.
    Undo {
        of: OpId,
    },
    PatientCreate(Box<Patient>),
    /// The whole record as the person left it, against the version that was read.
    PatientPatch(Box<Patient>),
    CaregiverPut(Caregiver),
    /// Two records are one person: the merged one leads to the kept one from now on.
    PatientMerge {
        kept: PatientId,
        merged: PatientId,
        /// Beside the base, which is the kept record's.
        merged_seen: Version,
        /// The desk's own operation that left the merged record so, where nobody else has seen it yet.
        merged_after: Option<OpId>,
        /// The fields that the kept record takes from the merged one.
        taken: Vec<PatientField>,
    },
    /// Signs a day off.
    DaySign(DayClose),
    /// They were two after all.
    PatientSeparate {
        merged: PatientId,
    },
    OrganizationPut(Organization),
    LocationPut(Location),
    ResourcePut(Resource),
    AppointmentTypePut(AppointmentType),
    TemplatePut(ScheduleTemplate),
    /// A block, time off, a holiday, an extra session; inactive = taken back.
    ExceptionPut(ScheduleException),
    /// Keeps a time for a visit to come; inactive = released.
    HoldPut(Hold),
    /// Somebody who waits for a time, changed, or not waiting any more.
    WaitlistPut(Box<WaitlistEntry>),
    /// A time offered to somebody who waits, kept while they think.
    WaitlistOffer {
        entry: WaitlistId,
        hold: Hold,
    },
    /// They do not take it.
    WaitlistAnswer {
        entry: WaitlistId,
        answer: OfferAnswer,
    },
    RecallPut(Recall),
    /// Somebody takes care of a decision that lost.
    ConflictClaim {
        conflict: ConflictId,
    },
    ConflictRelease {
        conflict: ConflictId,
    },
    ConflictResolve {
        conflict: ConflictId,
        outcome: ConflictOutcome,
        note: Personal,
        /// What gave the patient what they have now; needed for every outcome but giving up.
        act: Option<OpId>,
    },
    PersonPut(Person),
    PolicyPut(SecurityPolicy),
    DepartmentPut(Department),
    FaqPut(FaqEntry),
    MessageTemplatePut(MessageTemplate),
    /// One chunk of a bulk load; its rows carry this operation's id as their origin.
    ImportBatch {
        source: String,
        digest: [u8; 32],
        counts: ImportCounts,
    },
    /// Rows of a clinic that stood alone, as they stand there: its organization takes them in.
    Adopt {
        rows: Vec<Change>,
    },
}

impl OperationBody {
    /// The name in the log, the audit trail and the protocol.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            OperationBody::Book(_) => "book",
            OperationBody::Reschedule { .. } => "reschedule",
            OperationBody::Cancel { .. } => "cancel",
            OperationBody::SetStatus { .. } => "set_status",
            OperationBody::CheckIn { .. } => "check_in",
            OperationBody::SetConfirmation { .. } => "set_confirmation",
            OperationBody::SetNote { .. } => "set_note",
            OperationBody::LogCall(_) => "log_call",
            OperationBody::SetTriage { .. } => "set_triage",
            OperationBody::Undo { .. } => "undo",
            OperationBody::PatientCreate(_) => "patient_create",
            OperationBody::PatientPatch(_) => "patient_patch",
            OperationBody::CaregiverPut(_) => "caregiver_put",
            OperationBody::PatientMerge { .. } => "patient_merge",
            OperationBody::DaySign(_) => "day_sign",
            OperationBody::PatientSeparate { .. } => "patient_separate",
            OperationBody::OrganizationPut(_) => "organization_put",
            OperationBody::LocationPut(_) => "location_put",
            OperationBody::ResourcePut(_) => "resource_put",
            OperationBody::AppointmentTypePut(_) => "appointment_type_put",
            OperationBody::TemplatePut(_) => "template_put",
            OperationBody::ExceptionPut(_) => "exception_put",
            OperationBody::HoldPut(_) => "hold_put",
            OperationBody::WaitlistPut(_) => "waitlist_put",
            OperationBody::WaitlistOffer { .. } => "waitlist_offer",
            OperationBody::WaitlistAnswer { .. } => "waitlist_answer",
            OperationBody::RecallPut(_) => "recall_put",
            OperationBody::ConflictClaim { .. } => "conflict_claim",
            OperationBody::ConflictRelease { .. } => "conflict_release",
            OperationBody::ConflictResolve { .. } => "conflict_resolve",
            OperationBody::PersonPut(_) => "person_put",
            OperationBody::PolicyPut(_) => "policy_put",
            OperationBody::DepartmentPut(_) => "department_put",
            OperationBody::FaqPut(_) => "faq_put",
            OperationBody::MessageTemplatePut(_) => "message_template_put",
            OperationBody::ImportBatch { .. } => "import_batch",
            OperationBody::Adopt { .. } => "adopt",
        }
    }
}

impl OperationBody {
    /// Whether people write it down while the desk is out of order: what happens to the visits of a day.
    #[must_use]
    pub const fn may_be_on_paper(&self) -> bool {
        use OperationBody as B;
        matches!(
            self,
            B::Book(_) | B::Reschedule { .. } | B::Cancel { .. } | B::SetStatus { .. } | B::CheckIn { .. }
        )
    }

    /// The visit that is changed.
    #[must_use]
    pub const fn appointment(&self) -> Option<AppointmentId> {
        match self {
            OperationBody::Reschedule { appointment, .. }
            | OperationBody::Cancel { appointment, .. }
            | OperationBody::SetStatus { appointment, .. }
            | OperationBody::CheckIn { appointment, .. }
            | OperationBody::SetConfirmation { appointment, .. }
            | OperationBody::SetNote { appointment, .. }
            | OperationBody::SetTriage { appointment, .. }
            | OperationBody::LogCall(CallAttempt { about: CallSubject::Visit(appointment), .. }) => {
                Some(*appointment)
            }
            _ => None,
        }
    }
}

impl OperationBody {
    /// What it takes up in the book, if it is done.
    #[must_use]
    pub fn takes(&self) -> &[Allocation] {
        match self {
            OperationBody::Book(it) => &it.slot.allocations,
            OperationBody::Reschedule { slot, .. } => &slot.allocations,
            OperationBody::HoldPut(it) if it.is_active => &it.slot.allocations,
            OperationBody::WaitlistOffer { hold, .. } => &hold.slot.allocations,
            _ => &[],
        }
    }
}

impl OperationBody {
    /// The row that a person looked at while they decided, which the operation's base is about; none for what was not there.
    #[must_use]
    pub fn looked_at(&self) -> Option<Object> {
        use OperationBody as B;
        Some(match self {
            B::PatientPatch(it) => ("patient", it.id.0),
            B::PatientMerge { kept, .. } => ("patient", kept.0),
            B::PatientSeparate { merged } => ("patient_alias", merged.0),
            B::CaregiverPut(it) => ("caregiver", it.id.0),
            B::DaySign(it) => ("day_close", it.id.0),
            B::OrganizationPut(it) => ("organization", it.id.0),
            B::LocationPut(it) => ("location", it.id.0),
            B::ResourcePut(it) => ("resource", it.id.0),
            B::AppointmentTypePut(it) => ("appointment_type", it.id.0),
            B::TemplatePut(it) => ("template", it.id.0),
            B::ExceptionPut(it) => ("exception", it.id.0),
            B::HoldPut(it) => ("hold", it.id.0),
            B::WaitlistPut(it) => ("waitlist_entry", it.id.0),
            B::WaitlistOffer { entry, .. } | B::WaitlistAnswer { entry, .. } => ("waitlist_entry", entry.0),
            B::RecallPut(it) => ("recall", it.id.0),
            B::LogCall(CallAttempt { about: CallSubject::Recall(id), .. }) => ("recall", id.0),
            B::LogCall(CallAttempt { about: CallSubject::WaitlistEntry(id), .. }) => ("waitlist_entry", id.0),
            B::ConflictClaim { conflict }
            | B::ConflictRelease { conflict }
            | B::ConflictResolve { conflict, .. } => ("booking_conflict", conflict.0),
            B::PersonPut(it) => ("person", it.id.0),
            B::PolicyPut(it) => ("policy", it.id.0),
            B::DepartmentPut(it) => ("department", it.id.0),
            B::FaqPut(it) => ("faq", it.id.0),
            B::MessageTemplatePut(it) => ("message_template", it.id.0),
            _ => ("appointment", self.appointment()?.0),
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booking {
    pub appointment: AppointmentId,
    pub patient: PatientId,
    pub slot: SlotContent,
    pub requested_by: Requester,
    pub note: Personal,
    /// Needed when the slot is in an overbook lane.
    pub overbook_reason: Option<String>,
    /// How to remind the patient of this visit; by their own preference when absent.
    pub reminder: Option<ContactChannel>,
    /// For a visit by phone or video: another number or link than the patient's or the provider's own.
    pub contact_point: Personal,
    /// The lost visit that it stands in for.
    pub instead_of: Option<AppointmentId>,
    /// The series that it is one occurrence of.
    pub series: Option<Series>,
    /// The patient stands at the counter, and it is so urgent: the visit has arrived at once, with a queue number.
    pub walk_in: Option<TriageCategory>,
}

/// What a slot handle stands for: exactly which resources, when, for which type, under which rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotContent {
    pub location: LocationId,
    pub appointment_type: AppointmentTypeId,
    pub visit: Period,
    /// Buffers included. The first provider is the visit's own.
    pub allocations: Vec<Allocation>,
    pub rules: RuleVersion,
    /// The buffer that the visit goes without, on somebody's word and with a reason, as an overbook needs them.
    pub waives: Option<Buffer>,
    /// The hold that keeps it: booking takes the hold up.
    pub hold: Option<HoldId>,
}

code_enum! {
    /// The time that a type keeps free around a visit.
    Buffer { Before = "before", After = "after", Both = "both" }
}

/// Digest of the type, templates, exceptions and resources that an offer was computed from. Another digest at
/// booking means: compute again, and refuse only if the answer changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RuleVersion(pub u64);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct ImportCounts {
    pub patients: u32,
    pub caregivers: u32,
    pub appointments: u32,
    pub setup: u32,
}
