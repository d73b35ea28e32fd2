//! Attempts to reach a patient: about a visit, about what somebody waits for, about what somebody is due for.

use crate::{
    appointment::CallOutcome,
    id::{AppointmentId, PersonId, RecallId, WaitlistId},
    time::Instant,
};

/// What somebody called about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallSubject {
    Visit(AppointmentId),
    Recall(RecallId),
    WaitlistEntry(WaitlistId),
}

/// One attempt, as the person at the telephone says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallAttempt {
    pub about: CallSubject,
    pub outcome: CallOutcome,
    /// When to try again.
    pub call_again: Option<Instant>,
}

/// One attempt as it is kept beside a recall or an entry of the waitlist; a visit keeps it in its history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    pub at: Instant,
    pub by: PersonId,
    pub outcome: CallOutcome,
    pub call_again: Option<Instant>,
}
