//! What was written on paper while the desk was out of order, and is typed in later.
//!
//! Such an operation is decided as of the moment at which it was written, on the book as it stands when it is typed in:
//! whoever was booked meanwhile is in the way as they would be of anybody.

use super::Decision;
use crate::{
    day_close::CLOSED_WITHIN_DAYS,
    invalid::{Field, Problem},
    operation::{Change, Operation},
    refusal::Refusal,
    time::Instant,
};
use std::collections::HashMap;

/// As long as its day can be closed.
const TYPED_WITHIN_MINUTES: i64 = CLOSED_WITHIN_DAYS as i64 * 24 * 60;

/// The moment as of which the operation is decided.
pub fn moment_of(operation: &Operation, now: Instant) -> Decision<Instant> {
    let Some(written_at) = operation.written_at else { return Ok(now) };
    let problem = match written_at {
        _ if !operation.body.may_be_on_paper() => Problem::WrongKind,
        it if it > now => Problem::InTheFuture,
        it if it < now.plus_minutes(-TYPED_WITHIN_MINUTES) => Problem::OverTwoWeeksAgo,
        it => return Ok(it),
    };
    Err(Refusal::Invalid { field: Field::WrittenAt, problem }.into())
}

/// Says in the histories of the visits that what was added to them came from paper.
pub fn mark_as_typed(changes: &mut [Change], stood: &[Change], now: Instant) {
    let visits = stood.iter().filter_map(Change::visit);
    let known: HashMap<_, _> = visits.map(|it| (it.id, it.history.len())).collect();
    for change in changes {
        if let Change::Appointment(visit) = change {
            let before = known.get(&visit.id).copied().unwrap_or(0);
            visit.history.iter_mut().skip(before).for_each(|it| it.typed_at = Some(now));
        }
    }
}
