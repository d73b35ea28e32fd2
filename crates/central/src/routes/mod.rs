//! The route table: every place of the API, one file a resource.

mod audit;
mod break_glass;
mod health;
mod medical_records;
mod organization;
mod patients;
mod security;

use crate::http::Route;

/// Every route there is. The router, the OpenAPI document and the attack suites are made from it.
#[must_use]
pub fn table() -> Vec<Route> {
    [
        audit::routes(),
        break_glass::routes(),
        medical_records::routes(),
        health::routes(),
        organization::routes(),
        patients::routes(),
        security::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
