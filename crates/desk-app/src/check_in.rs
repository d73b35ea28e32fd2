//! Checks a patient in, once somebody made sure who it is.

use crate::{
    acts::{By, Done, seen, visit_of},
    error::AppResult,
    front_desk::FrontDesk,
    status::Seen,
};
use clinic_domain::{
    appointment::{Appointment, Requester},
    counter::Asked,
    operation::OperationBody,
    patient::IdentityField,
};

pub fn check_in(
    desk: &FrontDesk,
    by: impl Into<By>,
    visit: Seen,
    verified: &[IdentityField],
    asked: Asked,
    requested_by: Requester,
) -> AppResult<Done<Appointment>> {
    let by = by.into();
    let written_at = by.written_at;
    let (appointment, verified) = (visit.appointment, verified.to_vec());
    let body = OperationBody::CheckIn { appointment, verified, requested_by, asked };
    desk.write(by, "check_in", |acts| {
        acts.written_about(appointment, written_at)?;
        visit_of(acts.decide(body, seen(visit.version))?)
    })
}
