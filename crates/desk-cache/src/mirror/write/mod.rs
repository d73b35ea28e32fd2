//! A record into its rows: columns, body, search keys, allocations. [`super::apply`] and [`super::Bulk`] both write
//! through here.

pub(super) mod appointment;
pub(super) mod patient;
pub(super) mod setup;
pub(super) mod to_come;

use super::columns::{broken_row, id_text};
use crate::error::CacheError;
use rusqlite::ErrorCode;

/// A row that the tables refuse (a record number that somebody else has, a visit of three days) is named; the
/// message of a constraint has the column's name and no content.
fn naming<T>(table: &'static str, id: &[u8; 16], written: Result<T, CacheError>) -> Result<T, CacheError> {
    match written {
        Err(CacheError::Sql(error)) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
            Err(broken_row(table, id_text(id), error.to_string()))
        }
        other => other,
    }
}
