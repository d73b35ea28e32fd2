//! Domain values as columns and back.

use crate::error::{StoreError, StoreResult};
use chrono::{DateTime, Utc};
use clinic_domain::time::Instant;
use clinic_protocol::{Entity, entity_from_json};

/// What PostgreSQL's timestamps cannot hold lies outside any clinic's time.
pub(crate) fn at(instant: Instant) -> DateTime<Utc> {
    DateTime::from_timestamp(instant.0, 0).unwrap_or_default()
}

pub(crate) fn instant(at: DateTime<Utc>) -> Instant {
    Instant(at.timestamp())
}

/// The record that a body holds.
pub(crate) fn entity<E: Entity>(table: &'static str, body: &str) -> StoreResult<E> {
    entity_from_json(body).map_err(|_| StoreError::Unreadable { table })
}
