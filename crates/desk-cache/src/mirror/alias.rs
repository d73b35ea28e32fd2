//! Records that were merged into another one: reading them, and moving what they are found by.
//!
//! Invariant: while a record is an alias, its search keys stand under the record that it leads to. So a look-up by an
//! old name or number finds the kept record, once.

use super::{
    columns::Columns,
    reader::Reader,
    search::keys,
    statement::{all, first, run, statements},
    write::patient::delete_key,
};
use crate::error::CacheError;
use clinic_domain::{
    alias::PatientAlias,
    id::{PatientId, Version},
    patient::Patient,
};
use clinic_protocol::encode_entity;
use rusqlite::Connection;
use std::collections::BTreeSet;

statements! {
    ALIAS = "SELECT merged, body FROM patient_alias WHERE merged = ?1";
    ALIASES_OF = "SELECT merged, body FROM patient_alias WHERE kept = ?1 AND is_active";
    ALIAS_VERSION = "SELECT version FROM patient_alias WHERE merged = ?1";
    PUT_ALIAS = "INSERT INTO patient_alias (merged, version, kept, is_active, body) VALUES (?1, ?2, ?3, ?4, ?5)
           ON CONFLICT (merged) DO UPDATE
           SET version = excluded.version, kept = excluded.kept, is_active = excluded.is_active, body = excluded.body";
    ROW_OF_PATIENT = "SELECT row_id FROM patient WHERE id = ?1";
    LEND_KEY = "INSERT OR IGNORE INTO search_key (key, patient) VALUES (?1, ?2)";
}

impl Reader<'_> {
    /// The record as an alias, in use or separated again; none for one that never was merged.
    pub fn alias(&self, merged: PatientId) -> Result<Option<PatientAlias>, CacheError> {
        first(self.conn, ALIAS, [merged.as_bytes()], |row| Columns::of(row, "patient_alias", 0).body(1))
    }

    /// The records that lead to this one, oldest first.
    pub fn aliases_of(&self, kept: PatientId) -> Result<Vec<PatientAlias>, CacheError> {
        let read = |row: &rusqlite::Row<'_>| Columns::of(row, "patient_alias", 0).body(1);
        all(self.conn, ALIASES_OF, [kept.as_bytes()], read)
    }

    /// The record that an id stands for: itself, or the one that it was merged into.
    pub fn kept_of(&self, id: PatientId) -> Result<PatientId, CacheError> {
        Ok(self.alias(id)?.filter(|it| it.is_active).map_or(id, |it| it.kept))
    }
}

pub(super) fn put(conn: &Connection, alias: &PatientAlias) -> Result<(), CacheError> {
    let id = alias.id.as_bytes();
    let version = first(conn, ALIAS_VERSION, [id], |row| Ok(Version(row.get(0)?)))?;
    if version.is_some_and(|it| it >= alias.version) {
        return Ok(());
    }
    let row = (id, alias.version.0, alias.kept.as_bytes(), alias.is_active, encode_entity(alias));
    run(conn, PUT_ALIAS, row)?;
    move_keys(conn, alias)
}

fn move_keys(conn: &Connection, alias: &PatientAlias) -> Result<(), CacheError> {
    let reader = Reader::new(conn);
    let row_of =
        |id: PatientId| first(conn, ROW_OF_PATIENT, [id.as_bytes()], |row| Ok(row.get::<_, i64>(0)?));
    let (Some(merged), Some(merged_row), Some(kept_row)) =
        (reader.patient(alias.id)?, row_of(alias.id)?, row_of(alias.kept)?)
    else {
        return Ok(());
    };
    let (from, to) = if alias.is_active { (merged_row, kept_row) } else { (kept_row, merged_row) };
    let staying = match alias.is_active {
        true => BTreeSet::new(),
        false => keys_under(&reader, alias.kept)?,
    };
    for key in keys::of(&merged) {
        if !staying.contains(&key) {
            delete_key(conn, &key, from)?;
        }
        run(conn, LEND_KEY, (&key, to))?;
    }
    Ok(())
}

/// What a record is found by, with the records that lead to it.
fn keys_under(reader: &Reader<'_>, id: PatientId) -> Result<BTreeSet<String>, CacheError> {
    let own = reader.patient(id)?;
    Ok(own.iter().flat_map(keys::of).chain(keys_of_aliases(reader, id)?).collect())
}

/// What the records that lead to this one are found by.
pub(super) fn keys_of_aliases(reader: &Reader<'_>, id: PatientId) -> Result<BTreeSet<String>, CacheError> {
    let mut all = BTreeSet::new();
    for alias in reader.aliases_of(id)? {
        let merged: Option<Patient> = reader.patient(alias.id)?;
        all.extend(merged.iter().flat_map(keys::of));
    }
    Ok(all)
}
