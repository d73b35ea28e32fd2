//! Attempts to reach a patient. What they are about stands under a key of its own: `"appointment"` alone was there first.

use crate::{
    error::DecodeError,
    wire::{Wire, wire},
};
use clinic_domain::{
    appointment::CallOutcome,
    call::{Call, CallAttempt, CallSubject},
    id::{AppointmentId, PersonId, RecallId, WaitlistId},
    time::Instant,
};
use serde::{Deserialize, Serialize};

wire! {
    CallV1 for Call {
        required { at: Instant, by: PersonId, outcome: CallOutcome }
        optional { call_again: Option<Instant> }
    }
}

#[derive(PartialEq, Serialize, Deserialize)]
pub struct CallAttemptV1 {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    appointment: Option<AppointmentId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recall: Option<RecallId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    waitlist_entry: Option<WaitlistId>,
    outcome: CallOutcome,
    call_again: Option<Instant>,
}

impl Wire for CallAttempt {
    type Form = CallAttemptV1;

    fn form(&self) -> CallAttemptV1 {
        let CallAttempt { about, outcome, call_again } = *self;
        let nothing =
            CallAttemptV1 { appointment: None, recall: None, waitlist_entry: None, outcome, call_again };
        match about {
            CallSubject::Visit(id) => CallAttemptV1 { appointment: Some(id), ..nothing },
            CallSubject::Recall(id) => CallAttemptV1 { recall: Some(id), ..nothing },
            CallSubject::WaitlistEntry(id) => CallAttemptV1 { waitlist_entry: Some(id), ..nothing },
        }
    }

    fn read(form: CallAttemptV1) -> Result<Self, DecodeError> {
        let CallAttemptV1 { appointment, recall, waitlist_entry, outcome, call_again } = form;
        let about = match (appointment, recall, waitlist_entry) {
            (Some(id), None, None) => CallSubject::Visit(id),
            (None, Some(id), None) => CallSubject::Recall(id),
            (None, None, Some(id)) => CallSubject::WaitlistEntry(id),
            _ => return Err(DecodeError::Impossible { of: "call" }),
        };
        Ok(CallAttempt { about, outcome, call_again })
    }
}
