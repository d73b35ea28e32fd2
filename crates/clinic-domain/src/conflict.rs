//! Decisions that lost: made at a desk that was cut off, about what somebody else was ahead of. Every desk of the location
//! sees one until a person has resolved it.
//!
//! Invariants: what won stays; a conflict is of one operation, whose id it has; nothing resolves it but an operation of a
//! person.

use crate::{
    appointment::Requester,
    code_enum,
    id::{AppointmentId, ConflictId, DeviceId, LocationId, OpId, PatientId, PersonId, Version},
    operation::SlotContent,
    personal::Personal,
    time::Instant,
};

/// So many other times are kept with it.
pub const MOST_ALTERNATIVES: usize = 3;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingConflict {
    pub id: ConflictId,
    pub version: Version,
    pub location: LocationId,
    pub patient: PatientId,
    /// The visit that was to be made or changed.
    pub appointment: AppointmentId,
    pub lost: LostAct,
    /// When the visit was to begin, or begins.
    pub starts_at: Instant,
    /// The time that was promised, for a booking and a move.
    pub slot: Option<SlotContent>,
    pub requested_by: Requester,
    /// What the booking was to say.
    pub note: Personal,
    /// Whether the patient was told.
    pub is_promised: bool,
    /// Codes of refusals, the first reason first.
    pub reasons: Vec<String>,
    /// Who decided it, at which desk, when by its clock, and when it lost.
    pub by: PersonId,
    pub device: DeviceId,
    pub decided_at: Instant,
    pub lost_at: Instant,
    /// The visits that were there first; of a visit that somebody changed first, that visit.
    pub winners: Vec<AppointmentId>,
    /// Times that were free when it lost, the nearest first: whoever takes one is asked again.
    pub alternatives: Vec<SlotContent>,
    /// Who takes care of it.
    pub claim: Option<ConflictClaim>,
    pub resolution: Option<ConflictResolution>,
}

code_enum! {
    /// What was to be done.
    LostAct {
        Booking = "booking",
        Move = "move",
        Cancellation = "cancellation",
        /// The patient was there, or some other step of the visit.
        Step = "step",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConflictClaim {
    pub by: PersonId,
    pub at: Instant,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictResolution {
    pub outcome: ConflictOutcome,
    /// The operation that gave the patient what they have now.
    pub act: Option<OpId>,
    pub note: Personal,
    pub by: PersonId,
    pub at: Instant,
}

code_enum! {
    ConflictOutcome {
        /// To another time.
        Moved = "moved",
        /// To the time that was promised, beside what won.
        Overbooked = "overbooked",
        Waitlisted = "waitlisted",
        /// What won stands, and the patient knows.
        GivenUp = "given_up",
    }
}

code_enum! {
    ConflictState {
        Open = "open",
        Claimed = "claimed",
        Resolved = "resolved",
    }
}

impl ConflictOutcome {
    /// Whether there has to be an operation that brought it about.
    #[must_use]
    pub const fn needs_act(self) -> bool {
        !matches!(self, ConflictOutcome::GivenUp)
    }
}

impl BookingConflict {
    #[must_use]
    pub const fn state(&self) -> ConflictState {
        match (&self.resolution, &self.claim) {
            (Some(_), _) => ConflictState::Resolved,
            (None, Some(_)) => ConflictState::Claimed,
            (None, None) => ConflictState::Open,
        }
    }

    /// The operation that lost.
    #[must_use]
    pub const fn op(&self) -> OpId {
        OpId(self.id.0)
    }
}
