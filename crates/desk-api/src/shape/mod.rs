//! Between the domain's values and the DTOs, both ways. Parsing refuses by field; shaping never fails.

pub mod agent;
pub mod appointment;
pub mod attach;
pub mod call;
pub mod capacity;
pub mod card;
pub mod centre;
pub mod conflict;
pub mod fix;
pub mod hold;
pub mod import;
pub mod missing;
pub mod neighbours;
pub mod no_show;
pub mod offer;
pub mod organization;
pub mod paper;
pub mod patient;
pub mod preferences;
pub mod qr;
pub mod repair;
pub mod replay;
pub mod review;
pub mod series;
pub mod session;
pub mod setup;
pub mod table;
pub mod time;
pub mod visit;
pub mod waitlist;
pub mod worklist;

use clinic_domain::{
    arbitration::Refused,
    invalid::{Field, Problem},
    refusal::Refusal,
};

/// A field of a request that cannot be read, as the refusal a person can act on.
pub(crate) fn invalid(field: Field, problem: Problem) -> Refused {
    Refusal::Invalid { field, problem }.into()
}
