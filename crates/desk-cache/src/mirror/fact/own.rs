//! Whose patients there are in one piece: tens of thousands of rows, which change with hardly any patient.
//!
//! It says at which revision of the patients it was packed, and is true as long as that is the revision. Its bytes are the number of
//! all patients, and of those with a provider of their own the id and the provider.

use super::{
    super::statement::{all, first, of_mirror, run, statements},
    Bytes, Columns, Rest,
};
use crate::error::CacheError;
use clinic_domain::id::{PatientId, ResourceId};
use rusqlite::{Connection, TransactionBehavior};

statements! {
    PACKED_OWN_PROVIDERS = "SELECT patients FROM packed_own_providers
                            WHERE id = 1 AND revision = (SELECT patient_revision FROM sync_state)";
    ARE_OWN_PROVIDERS_PACKED = "SELECT 1 FROM packed_own_providers
                                WHERE id = 1 AND revision = (SELECT patient_revision FROM sync_state)";
    PACK_OWN_PROVIDERS = "INSERT INTO packed_own_providers (id, revision, patients)
                          SELECT 1, patient_revision, ?1 FROM sync_state WHERE true
                          ON CONFLICT DO UPDATE SET revision = excluded.revision, patients = excluded.patients";
    COUNT_PATIENTS = "SELECT count(*) FROM patient";
    ALL_OWN_PROVIDERS = "SELECT patient, provider FROM own_provider";
}

/// How many patients there are, and those that have a provider of their own.
pub(in crate::mirror) type OwnProviders = (u64, Vec<(PatientId, ResourceId)>);

pub(in crate::mirror) fn read(conn: &Connection) -> Result<OwnProviders, CacheError> {
    let packed = first(conn, PACKED_OWN_PROVIDERS, [], |row| {
        let columns = Columns::of(row, "packed_own_providers", 0);
        unpacked(columns.bytes(0)?).ok_or_else(|| columns.broken(0))
    })?;
    packed.map_or_else(|| rows(conn), Ok)
}

fn rows(conn: &Connection) -> Result<OwnProviders, CacheError> {
    let count: Option<u64> = first(conn, COUNT_PATIENTS, [], |row| Ok(row.get(0)?))?;
    let own = all(conn, ALL_OWN_PROVIDERS, [], |row| {
        let columns = Columns::of(row, "own_provider", 0);
        Ok((columns.id(0, PatientId::from_bytes)?, columns.id(1, ResourceId::from_bytes)?))
    })?;
    Ok((count.unwrap_or(0), own))
}

fn unpacked(bytes: &[u8]) -> Option<OwnProviders> {
    let mut rest = Rest::with_names(bytes)?;
    let count = u64::try_from(rest.number()?).ok()?;
    let own = (0..rest.count()?)
        .map(|_| Some((PatientId::from_bytes(rest.id()?), ResourceId::from_bytes(rest.name()?))))
        .collect::<Option<_>>()?;
    rest.is_over().then_some((count, own))
}

/// Packs it where it is not packed as it stands. Whether it was not.
pub(super) fn pack(conn: &mut Connection) -> Result<bool, CacheError> {
    if first(conn, ARE_OWN_PROVIDERS_PACKED, [], |_| Ok(()))?.is_some() {
        return Ok(false);
    }
    // Nobody writes a patient meanwhile.
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(of_mirror)?;
    let (count, own) = rows(&tx)?;
    let mut bytes = Bytes::with_names();
    bytes.number(i64::try_from(count).unwrap_or(i64::MAX));
    bytes.count(own.len());
    for (patient, provider) in &own {
        bytes.id(patient.as_bytes());
        bytes.name(provider.as_bytes());
    }
    run(&tx, PACK_OWN_PROVIDERS, [bytes.whole()])?;
    tx.commit().map_err(of_mirror)?;
    Ok(true)
}
