//! The route table: every place of the API, one file a resource.

mod appointments;
mod health;
mod organization;
mod patients;
mod people;
mod rows;
mod setup;
mod statistics;
mod views;

use crate::http::Route;

/// Every route there is. The router, the OpenAPI document and the attack suites are made from it.
#[must_use]
pub fn table() -> Vec<Route> {
    [
        health::routes(),
        organization::routes(),
        setup::routes(),
        people::routes(),
        patients::routes(),
        appointments::routes(),
        statistics::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
