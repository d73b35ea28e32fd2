//! Undo: for ten minutes an act can be taken back, by an operation of its own.
//!
//! Invariants: whoever may do an act may undo it, and nobody else; only what the act wrote is put back, and only while
//! nothing later touched it; nothing is deleted: the history keeps the act and says who undid it when; a booking that
//! is undone is a visit entered in error; a visit takes up its place again only if nobody else took it meanwhile. An
//! undone cancellation is the one way in which a cancelled visit is live again: it then never was cancelled.

use super::{Decision, PatientFacts, Refused, permitted};
use crate::{
    alias::PatientAlias,
    appointment::{Appointment, AppointmentStatus, Sequel},
    availability::{self, Book},
    conflict::BookingConflict,
    day_close::DayClose,
    hold::Hold,
    id::{AppointmentId, Version},
    operation::{Change, Operation, OperationBody},
    patient::{Caregiver, Patient},
    people::{Permission, Person},
    recall::{Recall, RecallStatus},
    refusal::Refusal,
    schedule::ScheduleException,
    setup::Setup,
    time::{Instant, Period},
    waitlist::{WaitlistEntry, WaitlistStatus},
};
use uuid::Uuid;

/// For so long after it an act can be undone.
pub const UNDO_MINUTES: u8 = 10;

/// An act as the arbiter keeps it for as long as it can be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    pub operation: Operation,
    /// The rows as they stood before; none for a row that the act made.
    pub before: Vec<Change>,
    /// The rows as the act left them.
    pub after: Vec<Change>,
}

impl Act {
    /// The version in which it left a row.
    #[must_use]
    pub fn left(&self, row: (&'static str, Uuid)) -> Option<Version> {
        self.after.iter().find(|it| it.object() == row).map(Change::version)
    }

    /// The visit as it stood before, if it was one that was there.
    #[must_use]
    pub fn stood(&self) -> Option<&Appointment> {
        self.before.iter().find_map(Change::visit)
    }
}

/// What an undo is decided on, loaded inside the writing transaction.
pub struct UndoFacts<'a> {
    pub setup: &'a Setup,
    /// The rows that the act wrote, as they stand now.
    pub current: &'a [Change],
    /// The live allocations around the place that a visit goes back to.
    pub book: &'a Book,
    /// Whose visit goes back.
    pub patient: Option<PatientFacts>,
    /// The patient's live visits around that time.
    pub patient_busy: &'a [(AppointmentId, Period)],
    pub author: &'a Person,
    pub now: Instant,
}

/// Whether acts of this kind can be undone at all.
#[must_use]
pub const fn can_undo(body: &OperationBody) -> bool {
    permission(body).is_some()
}

/// The rows as they are once the act is taken back, in the order in which the act wrote them.
pub fn undo(facts: &UndoFacts<'_>, act: &Act) -> Decision<Vec<Change>> {
    let permission = permission(&act.operation.body).ok_or(Refusal::NotUndoable)?;
    permitted(facts.author, permission)?;
    if facts.now > act.operation.at.plus_minutes(i64::from(UNDO_MINUTES)) {
        return Err(too_late());
    }
    if !act.after.iter().all(|it| facts.is_untouched(it)) {
        return Err(Refusal::UndoOvertaken.into());
    }
    act.after.iter().map(|after| facts.back(act, after)).collect()
}

/// What the act itself needs; `None` for what cannot be undone.
const fn permission(body: &OperationBody) -> Option<Permission> {
    use OperationBody as B;
    match body {
        B::Book(_) | B::Reschedule { .. } | B::Cancel { .. } | B::SetNote { .. } => Some(Permission::Book),
        B::SetStatus { .. }
        | B::CheckIn { .. }
        | B::SetConfirmation { .. }
        | B::LogCall(_)
        | B::SetTriage { .. }
        | B::DaySign(_) => Some(Permission::ChangeStatus),
        B::PatientPatch(_) | B::CaregiverPut(_) => Some(Permission::EditPatient),
        B::PatientMerge { .. } | B::PatientSeparate { .. } => Some(Permission::MergePatients),
        B::ExceptionPut(_) => Some(Permission::BlockTime),
        // A released time may be somebody else's by now.
        B::HoldPut(it) if !it.is_active => None,
        B::HoldPut(_)
        | B::WaitlistPut(_)
        | B::WaitlistOffer { .. }
        | B::RecallPut(_)
        | B::ConflictClaim { .. }
        | B::ConflictRelease { .. }
        | B::ConflictResolve { .. } => Some(Permission::Book),
        B::Undo { .. }
        | B::PatientCreate(_)
        | B::OrganizationPut(_)
        | B::LocationPut(_)
        | B::ResourcePut(_)
        | B::AppointmentTypePut(_)
        | B::TemplatePut(_)
        | B::PersonPut(_)
        | B::PolicyPut(_)
        | B::DepartmentPut(_)
        | B::FaqPut(_)
        | B::MessageTemplatePut(_)
        | B::WaitlistAnswer { .. }
        | B::ImportBatch { .. }
        | B::Adopt { .. } => None,
    }
}

fn too_late() -> Refused {
    Refusal::UndoTooLate { limit_minutes: UNDO_MINUTES }.into()
}

impl UndoFacts<'_> {
    fn is_untouched(&self, after: &Change) -> bool {
        let same = self.current.iter().find(|it| it.object() == after.object());
        same.is_some_and(|it| it.version() == after.version())
    }

    fn back(&self, act: &Act, after: &Change) -> Decision<Change> {
        let before = act.before.iter().find(|it| it.object() == after.object());
        if before.is_none() && after.version() != Version::FIRST {
            // The arbiter does not keep it any longer.
            return Err(too_late());
        }
        let version = after.version().next();
        Ok(match (before, after) {
            (Some(Change::Appointment(before)), Change::Appointment(after)) => {
                Change::Appointment(Box::new(self.visit_back(act, (**before).clone(), after)?))
            }
            (None, Change::Appointment(after)) => {
                let status = AppointmentStatus::EnteredInError;
                let never_booked = Appointment { status, history: Vec::new(), ..(**after).clone() };
                Change::Appointment(Box::new(self.visit_back(act, never_booked, after)?))
            }
            (Some(Change::Patient(before)), Change::Patient(_)) => {
                Change::Patient(Box::new(Patient { version, ..(**before).clone() }))
            }
            (Some(Change::Caregiver(before)), Change::Caregiver(_)) => {
                Change::Caregiver(Caregiver { version, ..before.clone() })
            }
            (None, Change::Caregiver(after)) => {
                Change::Caregiver(Caregiver { version, is_active: false, ..after.clone() })
            }
            (Some(Change::DayClose(before)), Change::DayClose(_)) => {
                Change::DayClose(DayClose { version, ..before.clone() })
            }
            (None, Change::DayClose(after)) => {
                Change::DayClose(DayClose { version, is_active: false, ..after.clone() })
            }
            (Some(Change::Conflict(before)), Change::Conflict(_)) => {
                Change::Conflict(Box::new(BookingConflict { version, ..(**before).clone() }))
            }
            (Some(Change::Alias(before)), Change::Alias(_)) => {
                Change::Alias(Box::new(PatientAlias { version, ..(**before).clone() }))
            }
            (None, Change::Alias(after)) => {
                Change::Alias(Box::new(PatientAlias { version, is_active: false, ..(**after).clone() }))
            }
            (Some(Change::Exception(before)), Change::Exception(_)) => {
                Change::Exception(ScheduleException { version, ..before.clone() })
            }
            (None, Change::Exception(after)) => {
                Change::Exception(ScheduleException { version, is_active: false, ..after.clone() })
            }
            (Some(Change::Hold(before)), Change::Hold(_)) => Change::Hold(Hold { version, ..before.clone() }),
            (None, Change::Hold(after)) => Change::Hold(after.released()),
            (Some(Change::WaitlistEntry(before)), Change::WaitlistEntry(_)) => {
                Change::WaitlistEntry(Box::new(WaitlistEntry { version, ..(**before).clone() }))
            }
            (None, Change::WaitlistEntry(after)) => {
                let status = WaitlistStatus::Withdrawn;
                Change::WaitlistEntry(Box::new(WaitlistEntry { version, status, ..(**after).clone() }))
            }
            (Some(Change::Recall(before)), Change::Recall(_)) => {
                Change::Recall(Recall { version, ..before.clone() })
            }
            (None, Change::Recall(after)) => {
                Change::Recall(Recall { version, status: RecallStatus::Withdrawn, ..after.clone() })
            }
            _ => return Err(Refusal::NotUndoable.into()),
        })
    }

    /// The visit as `before` has it, with what the act added to its history marked as undone.
    fn visit_back(&self, act: &Act, before: Appointment, after: &Appointment) -> Decision<Appointment> {
        let told = before.history.len();
        let mut back = before;
        back.version = after.version.next();
        back.history.extend(after.history.iter().skip(told).cloned());
        for entry in &mut back.history[told..] {
            entry.sequel = Some(Sequel::Undone { at: self.now, by: self.author.id });
        }
        let holds_its_place = after.is_live() && after.allocations == back.allocations;
        if back.is_live() && !holds_its_place {
            self.check_return(&back, act.operation.at)?;
        }
        Ok(back)
    }

    fn check_return(&self, back: &Appointment, since: Instant) -> Decision<()> {
        if back.lane() > 0 {
            permitted(self.author, Permission::Overbook)?;
        }
        let mut reasons: Vec<Refusal> = self.patient.and_then(PatientFacts::refusal).into_iter().collect();
        let place = availability::check_return(self.setup, self.book, back, self.patient_busy, since);
        reasons.extend(place.err().into_iter().flatten());
        if reasons.is_empty() { Ok(()) } else { Err(Refused(reasons)) }
    }
}
