//! Whose key slot is whose. The slot files lie in the open and name nobody; this table is encrypted.

use crate::{
    error::CacheError,
    keys::slot::{Slot, SlotId},
};
use clinic_domain::id::PersonId;
use rusqlite::Connection;

pub(crate) struct SlotRow {
    pub(crate) slot: SlotId,
    pub(crate) public_key: [u8; 32],
    /// Absent for a recovery code.
    pub(crate) person: Option<PersonId>,
}

pub(crate) fn put(vault: &Connection, row: &SlotRow) -> Result<(), CacheError> {
    vault.execute(
        "INSERT OR REPLACE INTO slot (slot_id, public_key, person) VALUES (?1, ?2, ?3)",
        (
            row.slot.as_slice(),
            row.public_key.as_slice(),
            row.person.as_ref().map(|it| it.as_bytes().as_slice()),
        ),
    )?;
    Ok(())
}

/// Everything else that a slot file could hold stops being accepted.
pub(crate) fn keep_only(vault: &Connection, kept: &[Slot]) -> Result<(), CacheError> {
    for row in all(vault)? {
        if !kept.iter().any(|it| row.is(it)) {
            let key = (row.slot.as_slice(), row.public_key.as_slice());
            vault.execute("DELETE FROM slot WHERE slot_id = ?1 AND public_key = ?2", key)?;
        }
    }
    Ok(())
}

pub(crate) fn all(vault: &Connection) -> Result<Vec<SlotRow>, CacheError> {
    let mut statement = vault.prepare_cached("SELECT slot_id, public_key, person FROM slot")?;
    let rows = statement.query_map([], |row| {
        Ok(SlotRow {
            slot: row.get(0)?,
            public_key: row.get(1)?,
            person: row.get::<_, Option<[u8; 16]>>(2)?.map(PersonId::from_bytes),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

impl SlotRow {
    pub(crate) fn of(slot: &Slot, person: Option<PersonId>) -> SlotRow {
        SlotRow { slot: slot.id, public_key: slot.public_key, person }
    }

    pub(crate) fn is(&self, slot: &Slot) -> bool {
        self.slot == slot.id && self.public_key == slot.public_key
    }
}
