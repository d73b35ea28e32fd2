//! Refusals: domain values with the facts a person needs, each readable as one sentence. A refusal is not a
//! failure; failures belong to stores and doors.

use crate::{
    appointment::AppointmentStatus,
    business_hours::ClosedHours,
    hold::Held,
    id::{AppointmentId, AppointmentTypeId, CaregiverId, LocationId, ResourceId},
    invalid::{Field, Problem},
    people::{Permission, Role},
    tier::{Limited, SubscriptionTier},
    time::Period,
};
use chrono::NaiveDate;

/// Why something is not done. The door turns it into `{code, facts}` and a sentence; [`Refusal::code`] names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    // The time itself
    /// No session of the resource covers the whole period.
    OutsideSessions {
        resource: ResourceId,
        wanted: Period,
        nearest: Option<NearestHours>,
    },
    /// A session would cover it, but the business hours cut it.
    OutsideBusinessHours {
        closed: ClosedHours,
    },
    /// An exception closes it: lunch, time off, a block, a holiday.
    Closed {
        resource: ResourceId,
        during: Period,
        reason: String,
    },
    /// The resource is taken by another visit: in any lane for an ordinary one, in its own lane for an overbook.
    Taken {
        resource: ResourceId,
        during: Period,
        by: AppointmentId,
    },
    /// Somebody keeps the time for a visit to come.
    Held {
        resource: ResourceId,
        during: Period,
        held: Held,
    },
    /// The location that it is lent to gives it away by itself, until then at the longest.
    Lent {
        resource: ResourceId,
        during: Period,
        until: crate::time::Instant,
    },
    /// It takes several at a time, and not one more.
    Places(NoPlace),
    /// The session takes only other appointment types, until a day on which it is released to all.
    TypeNotInSession {
        resource: ResourceId,
        during: Period,
        opens: Option<NaiveDate>,
    },
    /// The session keeps its rest free until this day.
    Reserved {
        resource: ResourceId,
        session: Period,
        opens: NaiveDate,
    },
    /// A room or device is readied for the visit after, or after the visit before.
    Changeover {
        resource: ResourceId,
        during: Period,
    },
    /// The person is at another location, or on the way.
    Elsewhere {
        resource: ResourceId,
        location: LocationId,
        /// Taken up there.
        during: Period,
        /// Wanted here.
        wanted: Period,
        travel_minutes: u16,
    },
    /// Nobody of the kind that the type needs is free.
    NeedUnmet {
        kind: crate::resource::ResourceKind,
        during: Period,
    },
    InThePast {
        start: crate::time::Instant,
    },
    NoticeTooShort {
        needed_minutes: u32,
    },
    OffGrid {
        grid_minutes: u8,
    },
    // Visits that belong together
    /// Nothing of the type that comes first is free in time before it.
    NothingBefore {
        appointment_type: AppointmentTypeId,
    },
    /// The month that ends on this day has no such date.
    NoSuchDay {
        last_day: NaiveDate,
        day: u8,
    },
    // Overbooking
    OverbookNotAllowed {
        resource: ResourceId,
    },
    OverbookLanesFull {
        resource: ResourceId,
        limit: u8,
    },
    OverbookReasonMissing,
    BufferReasonMissing,
    // The patient and who asks
    /// The patient has another visit at that time.
    PatientBusy {
        appointment: AppointmentId,
        during: Period,
    },
    PatientInactive,
    PatientDeceased,
    NotANewPatient,
    CaregiverMayNotSchedule {
        caregiver: CaregiverId,
    },
    CaregiverInactive {
        caregiver: CaregiverId,
    },
    CaregiverOfAnotherPatient {
        caregiver: CaregiverId,
    },
    /// About a visit to come that nobody has booked yet.
    ToCome(ToCome),
    // The visit
    StatusDoesNotAllow {
        from: AppointmentStatus,
        to: Option<AppointmentStatus>,
    },
    VisitNotToday,
    /// Checking in needs so many different details of the record, compared with what the patient says.
    IdentityNotVerified {
        needed: u8,
    },
    // The person and the setup
    NotPermitted {
        permission: Permission,
    },
    /// Somebody changed it since it was read.
    Changed,
    NotFound {
        what: Missing,
    },
    Invalid {
        field: Field,
        problem: Problem,
    },
    LoginTaken,
    LastAdministrator,
    /// Nobody takes this role from themselves: somebody else has to.
    OwnAdministrator,
    /// Nobody gives or takes a role above their own.
    RoleAboveOwn {
        role: Role,
    },
    /// The organization's tier has so many, and not one more.
    TierLimit {
        tier: SubscriptionTier,
        of: Limited,
        limit: u16,
    },
    /// A clinic is somewhere: one location stays in use.
    LastLocation,
    /// The book has changed since a plan over several visits was made: the one that was to be at this time fails.
    PlanOvertaken {
        start: crate::time::Instant,
    },
    // Undo
    /// This kind of act has no undo.
    NotUndoable,
    UndoTooLate {
        limit_minutes: u8,
    },
    /// A later act touched what the undone one had left.
    UndoOvertaken,
    // Records of one person
    /// The record leads to another one.
    PatientMerged,
    /// Other records lead to the one that is to be merged.
    HasMergedRecords,
    NotMerged,
    DuplicateSuspected {
        patients: Vec<crate::id::PatientId>,
    },
}

/// Why a time is not held, somebody who waits is not offered it, or a recall is not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToCome {
    HoldTooLong {
        limit_minutes: u16,
    },
    /// The location keeps as many times as it may.
    HoldsFull {
        limit: u8,
    },
    /// The hold, or the offer that it was made for, is over or answered.
    HoldOver,
    /// They think about another time.
    OfferRunning,
    /// Booked, or not waiting any more.
    NotWaiting,
    /// Booked, or not wanted any more.
    RecallSettled,
    /// The time is not one that they wished for.
    NotWished,
}

impl ToCome {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            ToCome::HoldTooLong { .. } => "hold_too_long",
            ToCome::HoldsFull { .. } => "holds_full",
            ToCome::HoldOver => "hold_over",
            ToCome::OfferRunning => "offer_running",
            ToCome::NotWaiting => "not_waiting",
            ToCome::NotWished => "not_wished",
            ToCome::RecallSettled => "recall_settled",
        }
    }
}

/// Why a resource that takes several at a time does not take one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPlace {
    /// So many are booked, or held, of so many places.
    Full { resource: ResourceId, during: Period, booked: u8, places: u8 },
    /// A group of the type is on: it is joined at its start only.
    OtherStart { resource: ResourceId, during: Period, appointment_type: AppointmentTypeId },
    /// The group is with somebody else, or somewhere else.
    Apart { resource: ResourceId, during: Period },
}

impl NoPlace {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            NoPlace::Full { .. } => "full",
            NoPlace::OtherStart { .. } => "group_starts_otherwise",
            NoPlace::Apart { .. } => "group_elsewhere",
        }
    }
}

/// What a resource has next to a time at which it has no session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NearestHours {
    /// What closures leave of a session, within a week.
    Session(Period),
    /// No template holds then; the next one starts on this day.
    StartOn(NaiveDate),
    /// Every template has ended; the last one on this day.
    EndedOn(NaiveDate),
}

/// What was looked for and is not there: somebody removed it, or its id was made up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Something that was done.
    Act,
    Appointment,
    AppointmentType,
    Block,
    Caregiver,
    /// A decision that lost.
    Conflict,
    /// One that was handed over for an import.
    File,
    Hold,
    /// An entry of the knowledge base.
    KnowledgeEntry,
    Location,
    Offer,
    Organization,
    Patient,
    Person,
    Recall,
    Resource,
    Time,
    WaitlistEntry,
}

impl Refusal {
    /// Stable, for the UI's message table and for scripts.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Refusal::OutsideSessions { .. } => "outside_sessions",
            Refusal::OutsideBusinessHours { .. } => "outside_business_hours",
            Refusal::Closed { .. } => "closed",
            Refusal::Taken { .. } => "taken",
            Refusal::Places(it) => it.code(),
            Refusal::Held { .. } => "held",
            Refusal::Lent { .. } => "lent",
            Refusal::TypeNotInSession { .. } => "type_not_in_session",
            Refusal::Reserved { .. } => "reserved",
            Refusal::Changeover { .. } => "changeover",
            Refusal::Elsewhere { .. } => "elsewhere",
            Refusal::NeedUnmet { .. } => "need_unmet",
            Refusal::InThePast { .. } => "in_the_past",
            Refusal::NoticeTooShort { .. } => "notice_too_short",
            Refusal::OffGrid { .. } => "off_grid",
            Refusal::NothingBefore { .. } => "nothing_before",
            Refusal::NoSuchDay { .. } => "no_such_day",
            Refusal::OverbookNotAllowed { .. } => "overbook_not_allowed",
            Refusal::OverbookLanesFull { .. } => "overbook_lanes_full",
            Refusal::OverbookReasonMissing => "overbook_reason_missing",
            Refusal::BufferReasonMissing => "buffer_reason_missing",
            Refusal::PatientBusy { .. } => "patient_busy",
            Refusal::PatientInactive => "patient_inactive",
            Refusal::PatientDeceased => "patient_deceased",
            Refusal::NotANewPatient => "not_a_new_patient",
            Refusal::CaregiverMayNotSchedule { .. } => "caregiver_may_not_schedule",
            Refusal::CaregiverInactive { .. } => "caregiver_inactive",
            Refusal::CaregiverOfAnotherPatient { .. } => "caregiver_of_another_patient",
            Refusal::ToCome(it) => it.code(),
            Refusal::StatusDoesNotAllow { .. } => "status_does_not_allow",
            Refusal::VisitNotToday => "visit_not_today",
            Refusal::IdentityNotVerified { .. } => "identity_not_verified",
            Refusal::NotPermitted { .. } => "not_permitted",
            Refusal::Changed => "changed",
            Refusal::NotFound { .. } => "not_found",
            Refusal::Invalid { .. } => "invalid",
            Refusal::LoginTaken => "login_taken",
            Refusal::LastAdministrator => "last_administrator",
            Refusal::OwnAdministrator => "own_administrator",
            Refusal::RoleAboveOwn { .. } => "role_above_own",
            Refusal::TierLimit { .. } => "tier_limit",
            Refusal::LastLocation => "last_location",
            Refusal::PlanOvertaken { .. } => "plan_overtaken",
            Refusal::NotUndoable => "not_undoable",
            Refusal::UndoTooLate { .. } => "undo_too_late",
            Refusal::UndoOvertaken => "undo_overtaken",
            Refusal::PatientMerged => "patient_merged",
            Refusal::HasMergedRecords => "has_merged_records",
            Refusal::NotMerged => "not_merged",
            Refusal::DuplicateSuspected { .. } => "duplicate_suspected",
        }
    }
}
