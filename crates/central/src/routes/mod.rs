//! The route table: every place of the API, one file a resource.

mod account;
mod devices;
mod health;
mod invitations;
mod organization;
mod patients;
mod sessions;
mod sync;

use crate::http::Route;
use clinic_domain::time::Instant;

/// Every route there is. The router, the OpenAPI document and the attack suites are made from it.
#[must_use]
pub fn table() -> Vec<Route> {
    [
        health::routes(),
        sessions::routes(),
        account::routes(),
        invitations::routes(),
        devices::routes(),
        organization::routes(),
        patients::routes(),
        sync::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// RFC 3339, in UTC.
fn moment(at: Instant) -> String {
    let at = chrono::DateTime::from_timestamp(at.0, 0).unwrap_or_default();
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}
