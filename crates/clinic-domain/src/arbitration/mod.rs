//! Who decides: an operation and the facts it concerns become the row as it is afterwards, or every reason why
//! not. The desk decides with these functions while it is its own arbiter; a centre decides with the same ones.
//!
//! Invariants: nothing here reads a clock or a store; a decision leaves its inputs alone; the version of a
//! decided row is one above the row it replaces.

mod booking;
mod calls;
mod conflict;
mod contact_point;
mod holds;
mod hours;
mod merge;
mod office;
mod organization;
mod paper;
mod people;
mod persons;
mod policy;
mod recalls;
mod records;
mod tier;
mod undo;
mod visit;
mod waitlist;

pub use booking::{BookingFacts, PatientFacts, Rebooked, book, rebook, reschedule};
pub use calls::{log_call, log_recall_call, log_waitlist_call};
pub use conflict::{Settling, settle_conflict};
pub use holds::{HoldFacts, put_hold, take_up};
pub use hours::{put_exception, put_template};
pub use merge::{Merge, MergeFacts, merge, separate};
pub use office::{put_department, put_faq, put_message_template};
pub use organization::{check_slug, put_organization};
pub use paper::{mark_as_typed, moment_of};
pub use people::put_person;
pub use policy::put_policy;
pub use recalls::{put_recall, reopened, settled};
pub use records::{
    Put, check_link, linked, put_appointment_type, put_caregiver, put_location, put_patient, put_resource,
};
pub use tier::{OverLimit, check_all_providers, check_desks, count_providers};
pub use undo::{Act, UNDO_MINUTES, UndoFacts, can_undo, undo};
pub use visit::{
    CancelFacts, StatusFacts, cancel, check_in, set_confirmation, set_note, set_status, set_triage, sign_day,
};
pub use waitlist::{answer_offer, offer_waitlist, put_waitlist_entry};

use crate::{
    appointment::Appointment,
    id::{PersonId, Version},
    people::{Permission, Person},
    refusal::{Refusal, ToCome},
    time::Instant,
};

/// Every reason why an operation is not done; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(pub Vec<Refusal>);

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Refused(vec![refusal])
    }
}

impl From<ToCome> for Refused {
    fn from(refusal: ToCome) -> Self {
        Refusal::ToCome(refusal).into()
    }
}

pub type Decision<T> = Result<T, Refused>;

/// Who decides when; stamped into histories.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    pub at: Instant,
    pub by: PersonId,
}

/// Whether the person may do it.
pub fn permitted(person: &Person, permission: Permission) -> Decision<()> {
    if person.may(permission) { Ok(()) } else { Err(Refusal::NotPermitted { permission }.into()) }
}

/// The same for what is about a visit: its patient answers for themselves, as far as an answer goes.
pub fn permitted_or_own(person: &Person, permission: Permission, visit: &Appointment) -> Decision<()> {
    let is_own = person.id.0 == visit.patient.0 && person.may(Permission::AnswerOwnVisits);
    if is_own { Ok(()) } else { permitted(person, permission) }
}

/// Whether the row is still as the person saw it.
pub fn unchanged(current: Version, seen: Version) -> Decision<()> {
    if current == seen { Ok(()) } else { Err(Refusal::Changed.into()) }
}
