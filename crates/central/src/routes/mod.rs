//! The route table: every place of the API, one file a resource.

mod dead_letters;
mod health;
mod organization;
mod patients;

use crate::http::Route;

/// Every route there is. The router, the OpenAPI document and the attack suites are made from it.
#[must_use]
pub fn table() -> Vec<Route> {
    [dead_letters::routes(), health::routes(), organization::routes(), patients::routes()]
        .into_iter()
        .flatten()
        .collect()
}
