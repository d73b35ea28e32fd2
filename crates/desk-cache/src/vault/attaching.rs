//! That the desk is on its way into an organization, and as whom its book is sent.

use crate::error::CacheError;
use clinic_domain::id::PersonId;
use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

pub(crate) fn put(vault: &Connection, person: PersonId, login: &str, epoch: Uuid) -> Result<(), CacheError> {
    let sql = "INSERT OR REPLACE INTO attaching (only, person, login, epoch) VALUES (1, ?1, ?2, ?3)";
    vault.execute(sql, (person.as_bytes(), login, epoch.as_bytes()))?;
    Ok(())
}

/// The person, their login, and the centre's history in which the book is answered.
pub(crate) fn of(vault: &Connection) -> Result<Option<(PersonId, String, Uuid)>, CacheError> {
    let found = vault.query_row("SELECT person, login, epoch FROM attaching", [], |row| {
        let (person, epoch) = (PersonId::from_bytes(row.get(0)?), Uuid::from_bytes(row.get(2)?));
        Ok((person, row.get(1)?, epoch))
    });
    Ok(found.optional()?)
}

pub(crate) fn end(vault: &Connection) -> Result<(), CacheError> {
    vault.execute("DELETE FROM attaching", [])?;
    Ok(())
}
