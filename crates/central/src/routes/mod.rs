//! The route table: every place of the API, one file a resource.

mod answers;
mod audit;
mod dead_letters;
mod health;
mod messages;
mod organization;
mod patients;
mod security;
mod sync;

use crate::http::Route;

/// Every route there is. The router, the OpenAPI document and the attack suites are made from it.
#[must_use]
pub fn table() -> Vec<Route> {
    [
        answers::routes(),
        audit::routes(),
        dead_letters::routes(),
        health::routes(),
        messages::routes(),
        organization::routes(),
        patients::routes(),
        security::routes(),
        sync::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
