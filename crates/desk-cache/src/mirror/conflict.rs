//! Decisions that lost at the centre.

use super::{
    columns::Columns,
    reader::Reader,
    statement::{all, first, run, statements},
};
use crate::error::CacheError;
use clinic_domain::{
    conflict::{BookingConflict, ConflictState},
    id::{ConflictId, LocationId},
};
use clinic_protocol::encode_entity;
use rusqlite::Connection;

statements! {
    CONFLICT = "SELECT id, body FROM conflict WHERE id = ?1";
    OPEN_CONFLICTS = "SELECT id, body FROM conflict WHERE location = ?1 AND is_open ORDER BY starts_at";
    ALL_OPEN_CONFLICTS = "SELECT id, body FROM conflict WHERE is_open";
    PUT_CONFLICT = "INSERT INTO conflict (id, version, location, starts_at, is_open, body)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                    ON CONFLICT (id) DO UPDATE
                    SET version = excluded.version, location = excluded.location, starts_at = excluded.starts_at,
                        is_open = excluded.is_open, body = excluded.body
                    WHERE excluded.version > version";
}

impl Reader<'_> {
    pub fn conflict(&self, id: ConflictId) -> Result<Option<BookingConflict>, CacheError> {
        first(self.conn, CONFLICT, [id.as_bytes()], |row| Columns::of(row, "conflict", 0).body(1))
    }

    /// What nobody has resolved yet, the visit that begins first at the top.
    pub fn open_conflicts(&self, location: LocationId) -> Result<Vec<BookingConflict>, CacheError> {
        let read = |row: &rusqlite::Row<'_>| Columns::of(row, "conflict", 0).body(1);
        all(self.conn, OPEN_CONFLICTS, [location.as_bytes()], read)
    }

    /// The same of every location.
    pub fn all_open_conflicts(&self) -> Result<Vec<BookingConflict>, CacheError> {
        all(self.conn, ALL_OPEN_CONFLICTS, [], |row| Columns::of(row, "conflict", 0).body(1))
    }
}

pub(super) fn put(conn: &Connection, it: &BookingConflict) -> Result<(), CacheError> {
    let is_open = it.state() != ConflictState::Resolved;
    let (id, location) = (it.id.as_bytes(), it.location.as_bytes());
    run(conn, PUT_CONFLICT, (id, it.version.0, location, it.starts_at.0, is_open, encode_entity(it)))
        .map(drop)
}
