//! Cancels a visit of a series with those after it, or with all that are to come: one act, one undo.

use crate::{
    acts::{By, Done, seen, visit_of},
    cancel::CancelRequest,
    error::{AppResult, found},
    front_desk::FrontDesk,
    series::{Scope, others},
};
use clinic_domain::{appointment::Appointment, refusal::Missing};

/// The visits as they are now, the named one first. What has passed, or is not booked any more, stays as it is.
pub fn cancel_series(
    desk: &FrontDesk,
    by: impl Into<By>,
    request: CancelRequest,
    scope: Scope,
) -> AppResult<Done<Vec<Appointment>>> {
    let by = by.into();
    let written_at = by.written_at;
    desk.write(by, "cancel", |acts| {
        acts.written_about(request.appointment, written_at)?;
        let named = found(acts.mirror().appointment(request.appointment)?, Missing::Appointment)?;
        let rows = others(&acts.mirror(), &named, scope, acts.now)?;
        let mut cancelled = vec![visit_of(acts.decide(request.of(named.id), seen(request.seen))?)?];
        for row in rows {
            cancelled.push(visit_of(acts.decide(request.of(row.id), seen(row.version))?)?);
        }
        Ok(cancelled)
    })
}
