//! Checks a patient in, once somebody made sure who it is.

use crate::{
    acts::{Done, seen, visit_of},
    error::AppResult,
    front_desk::FrontDesk,
    status::Seen,
};
use clinic_domain::{
    appointment::{Appointment, Requester},
    counter::Asked,
    id::PersonId,
    operation::OperationBody,
    patient::IdentityField,
};

pub fn check_in(
    desk: &FrontDesk,
    who: PersonId,
    visit: Seen,
    verified: &[IdentityField],
    asked: Asked,
    requested_by: Requester,
) -> AppResult<Done<Appointment>> {
    let (appointment, verified) = (visit.appointment, verified.to_vec());
    let body = OperationBody::CheckIn { appointment, verified, requested_by, asked };
    desk.write(who, "check_in", |acts| visit_of(acts.decide(body, seen(visit.version))?))
}
