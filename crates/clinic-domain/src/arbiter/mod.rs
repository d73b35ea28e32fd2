//! The arbiter: from an operation to its changes, by one function for the desk, the centre and the simulator.
//!
//! [`decide`] says which rows an operation is decided on, asks [`Rows`] for them, lets [`crate::arbitration`] judge, and
//! answers the rows as they are afterwards. A desk answers from its mirror inside the writing transaction; a centre from
//! what it has [`Loaded`], and loads what is [`Want`]ed. Operations that are decided one after the other see each other
//! [`Ahead`] of being written.
//!
//! Invariants: a decision is made of the operation, the scene and the rows and of nothing else, so that asking again is
//! safe and two arbiters with the same rows come to the same bytes; what the operation was based on is checked here for
//! every kind; what an arbiter gives (numbers, stamps, versions) is never taken from the operation.

mod adopt;
mod ahead;
mod conflicts;
mod loaded;
mod records;
mod rows;
pub mod rules;
mod setup;
mod to_come;
mod undo;
mod verdict;
mod visits;
mod wants;

pub use ahead::{Ahead, Over};
pub use conflicts::lost;
pub use loaded::Loaded;
pub use rows::{Object, Rows};
pub use undo::standing;
pub use verdict::Verdict;
pub use wants::{Around, Want, WhichEntry, Whose, wanted_first};

use crate::{
    arbitration::{Decision, Refused, Settling, mark_as_typed, moment_of, permitted},
    id::{PatientId, Version},
    office::Office,
    operation::{Base, Change, Operation, OperationBody, SlotContent},
    people::{Permission, Person},
    refusal::{Missing, Refusal},
    setup::Setup,
    time::Instant,
};

/// What every decision stands on beside the rows.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub setup: &'a Setup,
    /// Everybody, as they stand: the author is one of them.
    pub people: &'a [Person],
    pub office: &'a Office,
    pub now: Instant,
}

impl Scene<'_> {
    fn is_for_new_patients(&self, slot: &SlotContent) -> bool {
        self.setup.appointment_type(slot.appointment_type).is_some_and(|it| it.is_new_patient)
    }
}

/// What an operation does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    /// The rows as they are afterwards, what the operation is about first.
    pub changes: Vec<Change>,
    /// Those that they replace; none for a row that is new.
    pub stood: Vec<Change>,
}

impl Decided {
    /// Whose record this is about, for the audit.
    #[must_use]
    pub fn patient(&self) -> Option<PatientId> {
        self.changes.iter().find_map(Change::patient)
    }

    fn made(change: Change) -> Decided {
        Decided { changes: vec![change], stood: Vec::new() }
    }

    fn put(stood: Option<Change>, change: Change) -> Decided {
        Decided { changes: vec![change], stood: stood.into_iter().collect() }
    }

    fn replace(&mut self, stood: Change, change: Change) {
        self.stood.push(stood);
        self.changes.push(change);
    }
}

/// Decides what becomes of an operation: the rows that it leaves, or every reason why it is not done.
///
/// # Errors
/// Whatever the holder of the rows fails with.
pub fn decide<R: Rows>(
    operation: &Operation,
    scene: Scene<'_>,
    rows: &R,
) -> Result<Decision<Decided>, R::Error> {
    let author = scene.people.iter().find(|it| it.id == operation.author);
    let Some(author) = author else {
        return Ok(Err(Refusal::NotFound { what: Missing::Person }.into()));
    };
    let now = match moment_of(operation, scene.now) {
        Ok(now) => now,
        Err(refused) => return Ok(Err(refused)),
    };
    match (Case { operation, scene: Scene { now, ..scene }, author, rows }).decided() {
        Ok(mut decided) => {
            if operation.written_at.is_some() {
                mark_as_typed(&mut decided.changes, &decided.stood, scene.now);
            }
            Ok(Ok(decided))
        }
        Err(Stop::Refused(refused)) => Ok(Err(refused)),
        Err(Stop::Rows(error)) => Err(error),
    }
}

/// One operation before its arbiter.
struct Case<'a, R> {
    operation: &'a Operation,
    scene: Scene<'a>,
    author: &'a Person,
    rows: &'a R,
}

/// Why a decision ends early.
enum Stop<E> {
    Refused(Refused),
    /// The holder of the rows has no answer.
    Rows(E),
}

impl<E> From<Refused> for Stop<E> {
    fn from(refused: Refused) -> Self {
        Stop::Refused(refused)
    }
}

impl<E> From<Refusal> for Stop<E> {
    fn from(refusal: Refusal) -> Self {
        Stop::Refused(refusal.into())
    }
}

type Ruling<T, R> = Result<T, Stop<<R as Rows>::Error>>;

fn asked<T, E>(answer: Result<T, E>) -> Result<T, Stop<E>> {
    answer.map_err(Stop::Rows)
}

/// A row that should be there is not: somebody removed it, or its id was made up.
fn found<T>(row: Option<T>, what: Missing) -> Decision<T> {
    row.ok_or_else(|| Refusal::NotFound { what }.into())
}

/// The id of what is made is somebody else's already.
fn is_new<T>(row: Option<&T>) -> Decision<()> {
    if row.is_none() { Ok(()) } else { Err(Refusal::Changed.into()) }
}

impl<R: Rows> Case<'_, R> {
    fn decided(&self) -> Ruling<Decided, R> {
        use OperationBody as B;
        match &self.operation.body {
            B::Book(it) => self.book(it),
            B::Reschedule { appointment, slot, overbook_reason, requested_by, series } => {
                let reason = overbook_reason.as_deref();
                self.reschedule(*appointment, slot, reason, *requested_by, series.as_ref())
            }
            B::Cancel { appointment, reason, note, requested_by } => {
                self.cancel(*appointment, *reason, note, *requested_by)
            }
            B::SetStatus { appointment, to, requested_by } => {
                self.set_status(*appointment, *to, *requested_by)
            }
            B::CheckIn { appointment, verified, requested_by, asked } => {
                self.check_in(*appointment, verified, *requested_by, *asked)
            }
            B::SetConfirmation { appointment, state, channel } => {
                self.set_confirmation(*appointment, *state, *channel)
            }
            B::SetNote { appointment, note } => self.set_note(*appointment, note),
            B::SetTriage { appointment, category } => self.set_triage(*appointment, *category),
            B::LogCall(it) => self.log_call(*it),
            B::Undo { of } => self.undo(*of),
            B::PatientCreate(it) => self.create_patient(it),
            B::PatientPatch(it) => self.patch_patient(it),
            B::CaregiverPut(it) => self.put_caregiver(it),
            B::PatientMerge { kept, merged, merged_seen, merged_after, taken } => {
                let seen = merged_after.map_or(Base::Version(*merged_seen), Base::After);
                self.merge(*kept, *merged, seen, taken)
            }
            B::PatientSeparate { merged } => self.separate(*merged),
            B::DaySign(it) => self.sign_day(it),
            B::OrganizationPut(it) => self.put_organization(it),
            B::LocationPut(it) => self.put_location(it),
            B::ResourcePut(it) => self.put_resource(it),
            B::AppointmentTypePut(it) => self.put_appointment_type(it),
            B::TemplatePut(it) => self.put_template(it),
            B::ExceptionPut(it) => self.put_exception(it),
            B::PersonPut(it) => self.put_person(it),
            B::PolicyPut(it) => self.put_policy(it),
            B::DepartmentPut(it) => self.put_department(it),
            B::FaqPut(it) => self.put_faq(it),
            B::MessageTemplatePut(it) => self.put_message_template(it),
            B::HoldPut(it) => self.put_hold(it),
            B::WaitlistPut(it) => self.put_waitlist_entry(it),
            B::WaitlistOffer { entry, hold } => self.offer_waitlist(*entry, hold),
            B::WaitlistAnswer { entry, answer } => self.answer_offer(*entry, *answer),
            B::RecallPut(it) => self.put_recall(it),
            B::ConflictClaim { conflict } => self.settle_conflict(*conflict, &Settling::Claim),
            B::ConflictRelease { conflict } => self.settle_conflict(*conflict, &Settling::Release),
            B::ConflictResolve { conflict, outcome, note, act } => {
                self.settle_conflict(*conflict, &Settling::Resolve { outcome: *outcome, act: *act, note })
            }
            B::ImportBatch { .. } => {
                permitted(self.author, Permission::Import)?;
                // Its rows are in no operation: without the file nobody can decide it.
                Err(Refusal::NotFound { what: Missing::File }.into())
            }
            B::Adopt { rows } => self.adopt(rows),
        }
    }

    /// The version of the row that the person saw; none that there is where they saw that there is no such row. Who built on
    /// an operation that left no such row saw what never was.
    fn seen(&self, of: Object) -> Ruling<Version, R> {
        self.operation.base.map_or(Ok(Version(0)), |base| self.version_of(base, of))
    }

    fn version_of(&self, base: Base, of: Object) -> Ruling<Version, R> {
        match base {
            Base::Version(version) => Ok(version),
            Base::After(op) => {
                let left = asked(self.rows.left_by(op, of))?;
                left.ok_or(Stop::Refused(Refusal::Changed.into()))
            }
        }
    }
}
