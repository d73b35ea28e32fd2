//! A hold: a time kept for a visit to come, until somebody books it, releases it, or it is over.
//!
//! Invariants: a hold that is over keeps nothing, and nobody has to write that; none lasts longer than
//! [`LONGEST_HOLD_MINUTES`]; what it keeps is a slot that the engine gave out.

use crate::{
    availability::{Busy, Occupant},
    id::{HoldId, PatientId, PersonId, ResourceId, Version, WaitlistId},
    operation::SlotContent,
    personal::Personal,
    time::Instant,
};

/// A day: whoever has not called back by then is called, or the time goes to somebody else.
pub const LONGEST_HOLD_MINUTES: u16 = 24 * 60;
/// So many at a time at one location: a book full of holds is nobody's.
pub const MOST_HOLDS: u8 = 20;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    pub id: HoldId,
    pub version: Version,
    pub slot: SlotContent,
    /// For whom, where that is known.
    pub patient: Option<PatientId>,
    /// Who waits and is offered it; absent for a time that the desk keeps on its own.
    pub entry: Option<WaitlistId>,
    pub note: Personal,
    pub until: Instant,
    pub by: PersonId,
    /// Not booked and not released.
    pub is_active: bool,
}

/// What the book knows of a hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Held {
    pub hold: HoldId,
    pub patient: Option<PatientId>,
    pub until: Instant,
    pub by: PersonId,
}

impl Hold {
    /// Whether it keeps its time at that moment.
    #[must_use]
    pub fn stands(&self, now: Instant) -> bool {
        self.is_active && now < self.until
    }

    /// What it takes up while it stands.
    pub fn busy(&self) -> impl Iterator<Item = (ResourceId, Busy)> {
        let held = Held { hold: self.id, patient: self.patient, until: self.until, by: self.by };
        let (by, of_type) = (Occupant::Hold(held), self.slot.appointment_type);
        let busy = move |it| Busy::of(by, of_type, self.slot.visit, it);
        self.slot.allocations.iter().map(move |it| (it.resource, busy(it)))
    }

    /// The slot as the handle of a booking has it that takes the hold up.
    #[must_use]
    pub fn kept_slot(&self) -> SlotContent {
        SlotContent { hold: Some(self.id), ..self.slot.clone() }
    }

    /// Not kept any longer.
    #[must_use]
    pub fn released(&self) -> Hold {
        Hold { version: self.version.next(), is_active: false, ..self.clone() }
    }
}
