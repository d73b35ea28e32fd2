//! A first sync that is on its way.

use super::statement::{first, run, statements};
use crate::error::CacheError;
use rusqlite::Connection;
use uuid::Uuid;

statements! {
    FETCHING = "SELECT epoch, head, kind, after FROM fetching";
    PUT_FETCHING = "INSERT INTO fetching (one, epoch, head, kind, after) VALUES (1, ?1, ?2, ?3, ?4)
                    ON CONFLICT (one) DO UPDATE
                    SET epoch = excluded.epoch, head = excluded.head, kind = excluded.kind, after = excluded.after";
    END_FETCHING = "DELETE FROM fetching";
}

/// How far a first sync has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetching {
    pub epoch: Uuid,
    /// The centre's number as of which rows are fetched at least: what changed since comes after them.
    pub head: u64,
    /// The kind of rows that comes next, and the last one of it that is here.
    pub kind: String,
    pub after: Option<Uuid>,
}

pub fn fetching(conn: &Connection) -> Result<Option<Fetching>, CacheError> {
    first(conn, FETCHING, [], |row| {
        let (epoch, after) = (row.get::<_, [u8; 16]>(0)?, row.get::<_, Option<[u8; 16]>>(3)?);
        let after = after.map(Uuid::from_bytes);
        Ok(Fetching { epoch: Uuid::from_bytes(epoch), head: row.get(1)?, kind: row.get(2)?, after })
    })
}

pub fn put(conn: &Connection, it: &Fetching) -> Result<(), CacheError> {
    let after = it.after.as_ref().map(Uuid::as_bytes);
    run(conn, PUT_FETCHING, (it.epoch.as_bytes(), it.head, &it.kind, after)).map(drop)
}

pub fn end(conn: &Connection) -> Result<(), CacheError> {
    run(conn, END_FETCHING, []).map(drop)
}
