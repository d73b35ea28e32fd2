//! Cancels a visit of a series with those after it, or with all that are to come: one act, one undo.

use crate::{
    acts::Done,
    appointment::current,
    cancel::{self, Asked, CancelRequest},
    error::{AppResult, found},
    front_desk::FrontDesk,
    series::{Scope, others},
};
use clinic_domain::{appointment::Appointment, id::PersonId, refusal::Missing};

/// The visits as they are now, the named one first. What has passed, or is not booked any more, stays as it is.
pub fn cancel_series(
    desk: &FrontDesk,
    who: PersonId,
    request: CancelRequest,
    scope: Scope,
) -> AppResult<Done<Vec<Appointment>>> {
    let CancelRequest { appointment, seen, reason, requested_by, note } = request;
    let asked = Asked { reason, requested_by, note };
    desk.write_all(who, "cancel", |acts| {
        let named = current(acts.scene(), appointment, seen)?;
        let rows = others(&acts.scene().reader(), &named, scope, acts.scene().now)?;
        let written = cancel::decide(acts.scene(), &named, asked.clone())?;
        let mut cancelled = vec![acts.take(written)?];
        for row in rows {
            let before = found(acts.scene().reader().appointment(row.id)?, Missing::Appointment)?;
            let written = cancel::decide(acts.scene(), &before, asked.clone())?;
            cancelled.push(acts.take(written)?);
        }
        Ok(cancelled)
    })
}
