//! Every question that screens and use cases ask of the mirror.

pub(in crate::mirror) mod book;
pub(in crate::mirror) mod booked;
pub(in crate::mirror) mod full;
pub(in crate::mirror) mod patients;
pub(in crate::mirror) mod rows;
pub(in crate::mirror) mod setup;
pub(in crate::mirror) mod to_come;
pub(in crate::mirror) mod whole;

pub use full::FullRow;
pub use patients::Sourced;
pub use rows::{DayRow, PatientLine};
pub use setup::ImportBatch;

use rusqlite::Connection;

/// Statements that a connection keeps ready: all of the mirror's.
const STATEMENTS_KEPT: usize = 128;

/// Reads over a connection of the mirror.
#[derive(Clone, Copy)]
pub struct Reader<'c> {
    pub(in crate::mirror) conn: &'c Connection,
}

impl<'c> Reader<'c> {
    #[must_use]
    pub fn new(conn: &'c Connection) -> Self {
        conn.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        Self { conn }
    }
}
