//! The route table: every place of the API, one file a resource.

mod health;
mod organization;
mod patients;
mod sync;

use crate::http::Route;

/// Every route there is. The router, the OpenAPI document and the attack suites are made from it.
#[must_use]
pub fn table() -> Vec<Route> {
    [health::routes(), organization::routes(), patients::routes(), sync::routes()]
        .into_iter()
        .flatten()
        .collect()
}
