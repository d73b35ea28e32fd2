//! Days that were signed off.

use super::{
    columns::Columns,
    reader::Reader,
    statement::{all, first, run, statements},
};
use crate::error::CacheError;
use chrono::NaiveDate;
use clinic_domain::{day_close::DayClose, id::LocationId};
use clinic_protocol::encode_entity;
use rusqlite::Connection;

statements! {
    DAY_CLOSE = "SELECT id, body FROM day_close WHERE location = ?1 AND day = ?2";
    DAY_CLOSES = "SELECT id, body FROM day_close WHERE location = ?1 AND day >= ?2";
    PUT_DAY_CLOSE = "INSERT INTO day_close (location, day, id, version, body) VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (location, day) DO UPDATE
                     SET id = excluded.id, version = excluded.version, body = excluded.body
                     WHERE excluded.version > version";
}

impl Reader<'_> {
    /// How the day was signed off, or that it was and was taken back.
    pub fn day_close(&self, location: LocationId, day: NaiveDate) -> Result<Option<DayClose>, CacheError> {
        let read = |row: &rusqlite::Row<'_>| Columns::of(row, "day_close", 0).body(1);
        first(self.conn, DAY_CLOSE, (location.as_bytes(), day.to_string()), read)
    }

    /// The days from that one on that are signed off.
    pub fn days_signed(&self, location: LocationId, from: NaiveDate) -> Result<Vec<NaiveDate>, CacheError> {
        let read = |row: &rusqlite::Row<'_>| Columns::of(row, "day_close", 0).body(1);
        let days: Vec<DayClose> = all(self.conn, DAY_CLOSES, (location.as_bytes(), from.to_string()), read)?;
        Ok(days.into_iter().filter(|it| it.is_active).map(|it| it.day).collect())
    }
}

pub(super) fn put(conn: &Connection, it: &DayClose) -> Result<(), CacheError> {
    let row = (it.location.as_bytes(), it.day.to_string(), it.id.as_bytes(), it.version.0, encode_entity(it));
    run(conn, PUT_DAY_CLOSE, row).map(|_| ())
}
