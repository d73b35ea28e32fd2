//! How each person likes the desk: rows beside the book and its chain, since nobody's record is in them.

use crate::error::CacheError;
use clinic_domain::id::PersonId;
use rusqlite::Connection;

/// One preference of one person, by its name. What the JSON means is known where it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preference {
    pub name: String,
    pub value: String,
}

pub(crate) fn of(vault: &Connection, person: PersonId) -> Result<Vec<Preference>, CacheError> {
    let mut statement =
        vault.prepare_cached("SELECT name, value FROM preference WHERE person = ?1 ORDER BY name")?;
    let rows = statement.query_map([person.as_bytes().as_slice()], |row| {
        Ok(Preference { name: row.get(0)?, value: row.get(1)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(crate) fn put(vault: &Connection, person: PersonId, changed: &[Preference]) -> Result<(), CacheError> {
    let mut statement = vault
        .prepare_cached("INSERT OR REPLACE INTO preference (person, name, value) VALUES (?1, ?2, ?3)")?;
    for Preference { name, value } in changed {
        statement.execute((person.as_bytes().as_slice(), name, value))?;
    }
    Ok(())
}
