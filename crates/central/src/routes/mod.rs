//! The route table: every place of the API, one file a resource.

mod audit;
mod health;
mod organization;
mod patients;
mod security;
mod sync;

use crate::http::Route;

/// Every route there is. The router, the OpenAPI document and the attack suites are made from it.
#[must_use]
pub fn table() -> Vec<Route> {
    [
        audit::routes(),
        health::routes(),
        organization::routes(),
        patients::routes(),
        security::routes(),
        sync::routes(),
    ]
        .into_iter()
        .flatten()
        .collect()
}
