//! Domain values as columns and back.

use crate::error::{StoreError, StoreResult};
use chrono::{DateTime, Utc};
use clinic_domain::time::Instant;
use clinic_protocol::{Entity, entity_from_json};
use tokio_postgres::Row;

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

/// What PostgreSQL counts.
pub(crate) fn number(of: i64) -> u64 {
    u64::try_from(of).unwrap_or_default()
}

/// Counts, versions and sequences stay far below what a bigint holds.
pub(crate) fn count(of: u64) -> i64 {
    i64::try_from(of).unwrap_or(i64::MAX)
}

/// The most rows that are wanted.
pub(crate) fn bounded(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// The records that the bodies in the first column hold.
pub(crate) fn entities<E: Entity>(table: &'static str, rows: &[Row]) -> StoreResult<Vec<E>> {
    rows.iter().map(|row| entity(table, row.get(0))).collect()
}
