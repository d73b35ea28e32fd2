//! The language model that this PC asks: one row or none.

use crate::error::CacheError;
use clinic_domain::{id::PersonId, time::Instant};
use rusqlite::{Connection, OptionalExtension};

#[derive(Clone, PartialEq, Eq)]
pub struct LanguageModel {
    pub address: String,
    pub model: String,
    /// Empty where it wants none.
    pub key: String,
    pub seconds: u8,
    pub is_redacting: bool,
    /// Who accepted that words leave this PC, and when.
    pub accepted: Option<(PersonId, Instant)>,
}

pub(crate) fn chosen(vault: &Connection) -> Result<Option<LanguageModel>, CacheError> {
    let sql =
        "SELECT address, model, key, seconds, is_redacting, accepted_by, accepted_at FROM language_model";
    let row = vault.query_row(sql, [], |row| {
        let by: Option<[u8; 16]> = row.get(5)?;
        let at: Option<i64> = row.get(6)?;
        Ok(LanguageModel {
            address: row.get(0)?,
            model: row.get(1)?,
            key: row.get(2)?,
            seconds: row.get(3)?,
            is_redacting: row.get(4)?,
            accepted: by.zip(at).map(|(by, at)| (PersonId::from_bytes(by), Instant(at))),
        })
    });
    Ok(row.optional()?)
}

pub(crate) fn choose(vault: &Connection, chosen: Option<&LanguageModel>) -> Result<(), CacheError> {
    vault.execute("DELETE FROM language_model", [])?;
    if let Some(it) = chosen {
        let (by, at) = it.accepted.map(|(by, at)| (by.as_bytes().to_vec(), at.0)).unzip();
        vault.execute(
            "INSERT INTO language_model VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            (&it.address, &it.model, &it.key, it.seconds, it.is_redacting, by, at),
        )?;
    }
    Ok(())
}
