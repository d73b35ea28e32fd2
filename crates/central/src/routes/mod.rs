//! The route table: every place of the API, one file a resource.

mod analytics;
mod appointments;
mod audit;
mod availability;
mod bulk;
mod caregivers;
mod health;
mod office;
mod organization;
mod patients;
mod people;
mod reports;
mod rows;
mod security;
mod setup;
mod statistics;
mod sync;
mod views;
mod visit_acts;

use crate::http::Route;

/// Every route there is. The router, the OpenAPI document and the attack suites are made from it.
#[must_use]
pub fn table() -> Vec<Route> {
    [
        health::routes(),
        organization::routes(),
        setup::routes(),
        people::routes(),
        office::routes(),
        patients::routes(),
        caregivers::routes(),
        appointments::routes(),
        availability::routes(),
        statistics::routes(),
        analytics::routes(),
        reports::routes(),
        sync::routes(),
        audit::routes(),
        security::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
