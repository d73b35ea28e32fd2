//! The route table: every place of the API, one file a resource.

mod account;
mod accounts;
mod analytics;
mod answers;
mod appointments;
mod audit;
mod availability;
mod break_glass;
mod bulk;
mod caregivers;
mod choices;
mod conflicts;
mod dead_letters;
mod devices;
mod health;
mod identity;
mod invitations;
mod medical_records;
mod message_preview;
mod messages;
mod office;
mod onboarding;
mod operations;
mod organization;
mod patients;
mod people;
mod reports;
mod rows;
mod salvage;
mod security;
mod sessions;
mod setup;
mod statistics;
mod sync;
mod views;
mod visit_acts;

use crate::http::Route;
use std::time::Duration;

/// How long a call waits for something new; a proxy cuts off what is silent for much longer.
pub const LONG_POLL: Duration = Duration::from_secs(25);

/// Every route there is. The router, the OpenAPI document and the attack suites are made from it.
#[must_use]
pub fn table() -> Vec<Route> {
    [
        health::routes(),
        sessions::routes(),
        account::routes(),
        invitations::routes(),
        accounts::routes(),
        identity::routes(),
        devices::routes(),
        answers::routes(),
        messages::routes(),
        message_preview::routes(),
        dead_letters::routes(),
        organization::routes(),
        setup::routes(),
        people::routes(),
        office::routes(),
        patients::routes(),
        caregivers::routes(),
        appointments::routes(),
        availability::routes(),
        conflicts::routes(),
        operations::routes(),
        medical_records::routes(),
        break_glass::routes(),
        onboarding::routes(),
        statistics::routes(),
        analytics::routes(),
        reports::routes(),
        sync::routes(),
        choices::routes(),
        salvage::routes(),
        audit::routes(),
        security::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
