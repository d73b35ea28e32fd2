//! How the mirror's writing connection is set for what it is doing: a load wants to remember more, and to bring its log into
//! the file less often, than the few rows of an ordinary write.

use crate::error::CacheError;
use rusqlite::Connection;

pub struct Pace {
    /// As SQLite takes it: below zero, KiB.
    pub(super) cache_size: i64,
    /// A commit is flushed with 2.
    pub(super) synchronous: i64,
    /// Pages in the log that make a commit bring it into the file.
    pub(super) checkpoint_pages: i64,
}

impl Pace {
    /// For many rows in one transaction after the other. None of them is flushed: what a power cut takes is fetched again.
    pub const LOADING: Pace = Pace { cache_size: -65_536, synchronous: 1, checkpoint_pages: 8_000 };

    /// As [`crate::cipher::Mode::Mirror`] opens it.
    pub const ORDINARY: Pace = Pace { cache_size: -4_096, synchronous: 1, checkpoint_pages: 1_000 };

    /// As it is now.
    pub fn of(conn: &Connection) -> Result<Pace, CacheError> {
        let read = |pragma: &str| conn.query_row(pragma, [], |row| row.get(0));
        Ok(Pace {
            cache_size: read("PRAGMA cache_size")?,
            synchronous: read("PRAGMA synchronous")?,
            checkpoint_pages: read("PRAGMA wal_autocheckpoint")?,
        })
    }

    pub fn set(&self, conn: &Connection) -> Result<(), CacheError> {
        let Pace { cache_size, synchronous, checkpoint_pages } = self;
        conn.execute_batch(&format!("PRAGMA cache_size = {cache_size}; PRAGMA synchronous = {synchronous}"))?;
        Ok(conn.query_row(&format!("PRAGMA wal_autocheckpoint = {checkpoint_pages}"), [], |_| Ok(()))?)
    }
}
