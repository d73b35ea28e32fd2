//! What every kind of rows comes to: equal at a desk and its centre where nothing drifted apart.

use super::{
    provisional::take_back,
    statement::{all, of_mirror, statements},
};
use crate::error::CacheError;
use clinic_protocol::sync::Checksum;
use rusqlite::{Connection, Row, Transaction};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

statements! {
    SETUP_VERSIONS = "SELECT kind, id, version FROM setup";
    PATIENT_VERSIONS = "SELECT 'patient', id, version FROM patient";
    CAREGIVER_VERSIONS = "SELECT 'caregiver', id, version FROM caregiver";
    ALIAS_VERSIONS = "SELECT 'patient_alias', merged, version FROM patient_alias";
    VISIT_VERSIONS = "SELECT 'appointment', id, version FROM appointment";
    HOLD_VERSIONS = "SELECT 'hold', id, version FROM hold";
    WAITLIST_VERSIONS = "SELECT 'waitlist_entry', id, version FROM waitlist_entry";
    RECALL_VERSIONS = "SELECT 'recall', id, version FROM recall";
    CLOSE_VERSIONS = "SELECT 'day_close', id, version FROM day_close";
    CONFLICT_VERSIONS = "SELECT 'booking_conflict', id, version FROM conflict";
}

/// Of the rows as the centre said them, by kind. `tx` is to be rolled back: what is unconfirmed is taken out of the book for it.
pub fn checksums(tx: &Transaction<'_>) -> Result<Vec<Checksum>, CacheError> {
    take_back(tx)?;
    let mut kinds = BTreeMap::new();
    for (_, sql) in STATEMENTS {
        add(tx, sql, &mut kinds)?;
    }
    let sum = |(kind, (count, digest)): (String, (u64, u64))| Checksum {
        kind,
        count,
        digest: format!("{digest:016x}"),
    };
    Ok(kinds.into_iter().map(sum).collect())
}

fn add(conn: &Connection, sql: &str, kinds: &mut BTreeMap<String, (u64, u64)>) -> Result<(), CacheError> {
    let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let versions: Vec<(String, [u8; 16], i64)> = all(conn, sql, [], |it| row(it).map_err(of_mirror))?;
    for (kind, id, version) in versions {
        let digest = Sha256::new().chain_update(id).chain_update(version.to_be_bytes()).finalize();
        let first = digest.iter().take(8).fold(0_u64, |all, byte| all << 8 | u64::from(*byte));
        let (count, sum) = kinds.entry(kind).or_default();
        (*count, *sum) = (*count + 1, *sum ^ first);
    }
    Ok(())
}
