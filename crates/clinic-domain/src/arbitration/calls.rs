//! Keeps that somebody tried to reach a patient, and when to try again.

use super::{
    Decision, permitted, permitted_or_own,
    visit::{advance, stamp},
};
use crate::{
    appointment::{Appointment, CallOutcome, HistoryEvent, Requester},
    call::{Call, CallAttempt},
    invalid::{Field, Problem},
    people::{Permission, Person},
    recall::Recall,
    refusal::{Refusal, ToCome},
    time::Instant,
    waitlist::WaitlistEntry,
};

/// How far ahead somebody may promise to call again.
const CALL_AGAIN_DAYS: i64 = 60;

pub fn log_call(
    author: &Person,
    now: Instant,
    current: &Appointment,
    attempt: CallAttempt,
) -> Decision<Appointment> {
    permitted_or_own(author, Permission::ChangeStatus, current)?;
    let Call { outcome, call_again, .. } = call(author, now, attempt)?;
    let what = HistoryEvent::Called { outcome, call_again };
    Ok(advance(current, stamp(author, now), Requester::Clinic, what))
}

/// About what the patient is due for, as long as nobody booked it.
pub fn log_recall_call(
    author: &Person,
    now: Instant,
    current: &Recall,
    attempt: CallAttempt,
) -> Decision<Recall> {
    permitted(author, Permission::ChangeStatus)?;
    let call = call(author, now, attempt)?;
    if !current.is_open() {
        return Err(ToCome::RecallSettled.into());
    }
    let mut next = Recall { version: current.version.next(), ..current.clone() };
    next.calls.push(call);
    Ok(next)
}

/// About what the patient waits for, as long as they wait.
pub fn log_waitlist_call(
    author: &Person,
    now: Instant,
    current: &WaitlistEntry,
    attempt: CallAttempt,
) -> Decision<WaitlistEntry> {
    permitted(author, Permission::ChangeStatus)?;
    let call = call(author, now, attempt)?;
    if !current.is_waiting() {
        return Err(ToCome::NotWaiting.into());
    }
    let mut next = WaitlistEntry { version: current.version.next(), ..current.clone() };
    next.calls.push(call);
    Ok(next)
}

fn call(author: &Person, now: Instant, attempt: CallAttempt) -> Decision<Call> {
    let CallAttempt { outcome, call_again, .. } = attempt;
    let problem = match call_again {
        Some(at) if at <= now => Some(Problem::InThePast),
        Some(at) if at > now.plus_minutes(CALL_AGAIN_DAYS * 24 * 60) => Some(Problem::OverTwoMonths),
        None if outcome == CallOutcome::CallBack => Some(Problem::Needed),
        _ => None,
    };
    match problem {
        Some(problem) => Err(Refusal::Invalid { field: Field::CallAgain, problem }.into()),
        None => Ok(Call { at: now, by: author.id, outcome, call_again }),
    }
}
