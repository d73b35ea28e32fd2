//! The audit chain: who looked at or changed what. Entries are only ever added; each hash covers the entry, the
//! operation it belongs to, and the hash before it.
//!
//! The chain shows that nothing was altered by accident or by somebody without the key. It proves nothing against
//! somebody who holds the key: for that the centre keeps what it saw.

use super::{Tip, operations};
use crate::{
    bytes::Put,
    error::{CacheError, Part},
    head::Position,
};
use clinic_domain::{
    id::{DeviceId, PatientId, PersonId},
    personal::Personal,
    time::Instant,
};
use rusqlite::{Connection, OptionalExtension, Row};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What is to be remembered about one act. Codes are the caller's own, stable ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    pub at: Instant,
    /// Absent for what the desk did by itself.
    pub actor: Option<PersonId>,
    pub action: &'static str,
    pub object_kind: &'static str,
    pub object: Option<Uuid>,
    /// Every patient concerned: "who looked at this patient" finds it by these.
    pub patients: Vec<PatientId>,
    pub outcome: &'static str,
    /// A reason, a query: may tell about a person.
    pub detail: Personal,
}

/// An entry as it stands in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    pub n: u64,
    pub at: Instant,
    pub actor: Option<PersonId>,
    pub device: DeviceId,
    pub action: String,
    pub object_kind: String,
    pub object: Option<Uuid>,
    pub patients: Vec<PatientId>,
    pub outcome: String,
    pub detail: Personal,
    /// The operation that it belongs to.
    pub seq: Option<u64>,
}

/// A page of the chain, newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditPage {
    /// Entries older than this one.
    pub before: Option<u64>,
    pub limit: u32,
}

/// The hash before the first entry.
pub(crate) const START: [u8; 32] = [0; 32];

const COLUMNS: &str = "e.n, e.at, e.actor, e.device, e.action, e.object_kind, e.object, e.patients, e.outcome, \
                       e.detail, e.seq, e.prev_hash, e.hash";

/// Adds an entry; `operation` is the number and digest of the one that it belongs to.
pub(crate) fn append(
    vault: &Connection,
    tip: &mut Tip,
    entry: &AuditEntry,
    operation: Option<[u8; 32]>,
) -> Result<(), CacheError> {
    let row = AuditRow {
        n: tip.entries + 1,
        at: entry.at,
        actor: entry.actor,
        device: tip.device,
        action: entry.action.to_owned(),
        object_kind: entry.object_kind.to_owned(),
        object: entry.object,
        patients: entry.patients.clone(),
        outcome: entry.outcome.to_owned(),
        detail: entry.detail.clone(),
        seq: operation.map(|_| tip.seq),
    };
    let hash = hash(&tip.hash, &row, operation.as_ref());
    insert(vault, &row, &tip.hash, &hash)?;
    (tip.entries, tip.hash) = (row.n, hash);
    Ok(())
}

fn insert(
    vault: &Connection,
    row: &AuditRow,
    prev_hash: &[u8; 32],
    hash: &[u8; 32],
) -> Result<(), CacheError> {
    let patients: Vec<u8> = row.patients.iter().flat_map(|it| *it.as_bytes()).collect();
    vault
        .prepare_cached(
            "INSERT INTO audit_entry (n, at, actor, device, action, object_kind, object, patients, outcome, detail,
                                      seq, prev_hash, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(rusqlite::params![
            row.n,
            row.at.0,
            row.actor.as_ref().map(|it| it.as_bytes().as_slice()),
            row.device.as_bytes().as_slice(),
            row.action,
            row.object_kind,
            row.object.as_ref().map(|it| it.as_bytes().as_slice()),
            patients,
            row.outcome,
            row.detail.expose(),
            row.seq,
            prev_hash.as_slice(),
            hash.as_slice(),
        ])?;
    let mut by_patient =
        vault.prepare_cached("INSERT OR IGNORE INTO audit_patient (patient, n) VALUES (?1, ?2)")?;
    for patient in &row.patients {
        by_patient.execute((patient.as_bytes().as_slice(), row.n))?;
    }
    Ok(())
}

/// Who looked at or changed this patient.
pub(crate) fn of_patient(
    vault: &Connection,
    who: PatientId,
    page: AuditPage,
) -> Result<Vec<AuditRow>, CacheError> {
    let mut statement = vault.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM audit_patient p JOIN audit_entry e ON e.n = p.n
         WHERE p.patient = ?1 AND p.n < ?2 ORDER BY p.n DESC LIMIT ?3"
    ))?;
    let rows =
        statement.query_map((who.as_bytes().as_slice(), page.end(), page.limit), |row| Ok(read(row)?.0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Everything that happened at this desk.
pub(crate) fn page(vault: &Connection, page: AuditPage) -> Result<Vec<AuditRow>, CacheError> {
    let mut statement = vault.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM audit_entry e WHERE e.n < ?1 ORDER BY e.n DESC LIMIT ?2"
    ))?;
    let rows = statement.query_map((page.end(), page.limit), |row| Ok(read(row)?.0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether an act of this kind was ever done here. The look stops at the first.
pub(crate) fn has(vault: &Connection, action: &str) -> Result<bool, CacheError> {
    let sql = "SELECT 1 FROM audit_entry WHERE action = ?1 LIMIT 1";
    Ok(vault.query_row(sql, [action], |_| Ok(())).optional()?.is_some())
}

/// The chain's hash after `n` entries; `None` when it does not reach that far.
pub(crate) fn hash_at(vault: &Connection, n: u64) -> Result<Option<[u8; 32]>, CacheError> {
    if n == 0 {
        return Ok(Some(START));
    }
    let sql = "SELECT hash FROM audit_entry WHERE n = ?1";
    Ok(vault.query_row(sql, [n], |row| row.get(0)).optional()?)
}

/// Computes the whole chain anew; returns where it ends.
///
/// # Errors
/// [`CacheError::BrokenChain`] names the first entry that does not fit.
pub(crate) fn verify(vault: &Connection) -> Result<Position, CacheError> {
    let broken = |detail: String| CacheError::BrokenChain { part: Part::Vault, detail };
    let mut statement = vault.prepare(&format!(
        "SELECT {COLUMNS}, o.op_id, o.device, o.device_seq, o.body, o.changes
         FROM audit_entry e LEFT JOIN operation o ON o.seq = e.seq ORDER BY e.n"
    ))?;
    let mut rows = statement.query([])?;
    let mut at = Position { entries: 0, seq: 0, hash: START };
    let mut operations = 0i64;
    while let Some(row) = rows.next()? {
        let (entry, prev_hash, found) = read(row)?;
        let digest = match entry.seq {
            None => None,
            Some(seq) => {
                operations += 1;
                at.seq = seq;
                Some(operations::digest(seq, &operations::read(row, 13)?))
            }
        };
        let computed = hash(&at.hash, &entry, digest.as_ref());
        if entry.n != at.entries + 1 || prev_hash != at.hash || found != computed {
            return Err(broken(format!("audit entry {} does not follow the one before it", entry.n)));
        }
        (at.entries, at.hash) = (entry.n, computed);
    }
    let stored: i64 = vault.query_row("SELECT count(*) FROM operation", [], |row| row.get(0))?;
    if stored != operations {
        return Err(broken(format!("{stored} operations, {operations} of them in the audit chain")));
    }
    verify_index(vault)?;
    Ok(at)
}

/// The look-up by patient holds exactly what the entries say.
fn verify_index(vault: &Connection) -> Result<(), CacheError> {
    let lost: i64 = vault.query_row(
        "SELECT (SELECT count(*) FROM audit_patient p JOIN audit_entry e ON e.n = p.n
                 WHERE instr(hex(e.patients), hex(p.patient)) = 0)
              + (SELECT count(*) FROM audit_entry e
                 WHERE length(e.patients) > 0 AND NOT EXISTS (SELECT 1 FROM audit_patient p WHERE p.n = e.n
                       AND p.patient = substr(e.patients, 1, 16)))",
        [],
        |row| row.get(0),
    )?;
    if lost != 0 {
        let detail = format!("{lost} audit entries are not found by their patient");
        return Err(CacheError::BrokenChain { part: Part::Vault, detail });
    }
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<(AuditRow, [u8; 32], [u8; 32])> {
    let patients: Vec<u8> = row.get(7)?;
    let entry = AuditRow {
        n: row.get(0)?,
        at: Instant(row.get(1)?),
        actor: row.get::<_, Option<[u8; 16]>>(2)?.map(PersonId::from_bytes),
        device: DeviceId::from_bytes(row.get(3)?),
        action: row.get(4)?,
        object_kind: row.get(5)?,
        object: row.get::<_, Option<[u8; 16]>>(6)?.map(Uuid::from_bytes),
        patients: patients.as_chunks::<16>().0.iter().map(|it| PatientId::from_bytes(*it)).collect(),
        outcome: row.get(8)?,
        detail: Personal::new(row.get::<_, String>(9)?),
        seq: row.get(10)?,
    };
    Ok((entry, row.get(11)?, row.get(12)?))
}

fn hash(prev_hash: &[u8; 32], it: &AuditRow, operation: Option<&[u8; 32]>) -> [u8; 32] {
    let put = Put::default().raw(b"front-desk/v1/audit").raw(prev_hash).u64(it.n).i64(it.at.0);
    let put = put.optional(it.actor.as_ref().map(|it| it.as_bytes().as_slice())).raw(it.device.as_bytes());
    let put = put.sized(it.action.as_bytes()).sized(it.object_kind.as_bytes());
    let put =
        put.optional(it.object.as_ref().map(|it| it.as_bytes().as_slice())).u64(it.patients.len() as u64);
    let put = it.patients.iter().fold(put, |put, it| put.raw(it.as_bytes()));
    let put = put.sized(it.outcome.as_bytes()).sized(it.detail.expose().as_bytes());
    let put = put.optional(operation.map(<[u8; 32]>::as_slice));
    Sha256::digest(put.done()).into()
}

impl AuditPage {
    fn end(self) -> i64 {
        self.before.and_then(|it| i64::try_from(it).ok()).unwrap_or(i64::MAX)
    }
}
