//! Whose key slot is whose. The slot files lie in the open and name nobody; this table is encrypted.

use crate::{error::CacheError, keys::slot::SlotId};
use clinic_domain::id::PersonId;
use rusqlite::Connection;

pub(crate) struct SlotRow {
    pub(crate) slot: SlotId,
    /// Absent for a recovery code.
    pub(crate) person: Option<PersonId>,
    pub(crate) public_key: [u8; 32],
}

pub(crate) fn put(vault: &Connection, row: &SlotRow) -> Result<(), CacheError> {
    vault.execute(
        "INSERT INTO slot (slot_id, person, public_key) VALUES (?1, ?2, ?3)
         ON CONFLICT (slot_id) DO UPDATE SET person = excluded.person, public_key = excluded.public_key",
        (row.slot.as_slice(), row.person.as_ref().map(|it| it.as_bytes().as_slice()), row.public_key.as_slice()),
    )?;
    Ok(())
}

pub(crate) fn remove(vault: &Connection, slot: &SlotId) -> Result<(), CacheError> {
    vault.execute("DELETE FROM slot WHERE slot_id = ?1", [slot.as_slice()])?;
    Ok(())
}

pub(crate) fn all(vault: &Connection) -> Result<Vec<SlotRow>, CacheError> {
    let mut statement = vault.prepare_cached("SELECT slot_id, person, public_key FROM slot")?;
    let rows = statement.query_map([], |row| {
        Ok(SlotRow {
            slot: row.get(0)?,
            person: row.get::<_, Option<[u8; 16]>>(1)?.map(PersonId::from_bytes),
            public_key: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
