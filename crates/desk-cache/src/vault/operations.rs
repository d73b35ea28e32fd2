//! Operations as they were decided here, each with its receipt.

use super::{Tip, outbox};
use crate::{bytes::Put, error::CacheError};
use clinic_domain::{
    arbitration::UNDO_MINUTES,
    id::{DeviceId, OpId},
    time::Instant,
};
use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest, Sha256};

/// An operation in the protocol's encoding, with what the row needs beside it.
pub(crate) struct Encoded {
    pub(crate) id: OpId,
    pub(crate) device: DeviceId,
    pub(crate) device_seq: u64,
    pub(crate) body: Vec<u8>,
    pub(crate) changes: Vec<u8>,
}

/// What the arbiter answered: the operation's number, and the rows as it left them (encoded).
pub(crate) struct StoredReceipt {
    pub(crate) seq: u64,
    pub(crate) changes: Vec<u8>,
}

/// Numbers the operation and stores it; returns its digest for the audit entry.
pub(crate) fn record(vault: &Connection, tip: &mut Tip, operation: &Encoded) -> Result<[u8; 32], CacheError> {
    let expected = tip.device_seq + 1;
    if operation.device != tip.device || operation.device_seq != expected {
        return Err(CacheError::OutOfOrder { expected, given: operation.device_seq });
    }
    let seq = tip.seq + 1;
    vault
        .prepare_cached(
            "INSERT INTO operation (seq, op_id, device, device_seq, body, changes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute((
            seq,
            operation.id.as_bytes().as_slice(),
            operation.device.as_bytes().as_slice(),
            operation.device_seq,
            &operation.body,
            &operation.changes,
        ))?;
    (tip.seq, tip.device_seq) = (seq, expected);
    if tip.has_centre {
        outbox::queue(vault, seq)?;
    }
    Ok(digest(seq, operation))
}

/// What the chain covers of an operation: all of it.
pub(crate) fn digest(seq: u64, it: &Encoded) -> [u8; 32] {
    let put = Put::default().raw(b"front-desk/v1/operation").u64(seq).raw(it.id.as_bytes());
    let put = put.raw(it.device.as_bytes()).u64(it.device_seq).sized(&it.body).sized(&it.changes);
    Sha256::digest(put.done()).into()
}

/// The receipt of an operation that was recorded before: a repeated one is answered, not done again.
pub(crate) fn receipt_of(vault: &Connection, id: OpId) -> Result<Option<StoredReceipt>, CacheError> {
    let found = vault
        .prepare_cached("SELECT seq, changes FROM operation WHERE op_id = ?1")?
        .query_row([id.as_bytes().as_slice()], |row| {
            Ok(StoredReceipt { seq: row.get(0)?, changes: row.get(1)? })
        })
        .optional()?;
    Ok(found)
}

/// Keeps the rows (encoded) that an operation of `at` replaced, and lets go of those that no undo may ask for any more.
pub(crate) fn keep_replaced(
    vault: &Connection,
    id: OpId,
    at: Instant,
    rows: &[u8],
) -> Result<(), CacheError> {
    let oldest = at.plus_minutes(-i64::from(UNDO_MINUTES));
    vault.prepare_cached("DELETE FROM replaced WHERE at < ?1")?.execute([oldest.0])?;
    vault.prepare_cached("INSERT INTO replaced (op_id, at, rows) VALUES (?1, ?2, ?3)")?.execute((
        id.as_bytes().as_slice(),
        at.0,
        rows,
    ))?;
    Ok(())
}

/// An operation as it was decided: itself, the rows that it left, and those that it replaced while they are kept.
pub(crate) struct StoredAct {
    pub(crate) body: Vec<u8>,
    pub(crate) changes: Vec<u8>,
    pub(crate) replaced: Option<Vec<u8>>,
}

/// The acts from an operation on, in order, for as long as `wanted` takes them.
pub(crate) fn acts_from<T>(
    vault: &Connection,
    id: OpId,
    mut wanted: impl FnMut(StoredAct) -> Result<Option<T>, CacheError>,
) -> Result<Vec<T>, CacheError> {
    let mut statement = vault.prepare_cached(
        "SELECT o.body, o.changes, r.rows FROM operation o LEFT JOIN replaced r ON r.op_id = o.op_id
         WHERE o.seq >= (SELECT seq FROM operation WHERE op_id = ?1) ORDER BY o.seq",
    )?;
    let mut rows = statement.query([id.as_bytes().as_slice()])?;
    let mut acts = Vec::new();
    while let Some(row) = rows.next()? {
        let stored = StoredAct { body: row.get(0)?, changes: row.get(1)?, replaced: row.get(2)? };
        match wanted(stored)? {
            Some(act) => acts.push(act),
            None => break,
        }
    }
    Ok(acts)
}

/// The numbered operations after `seq`, oldest first, at most `limit`.
pub(crate) fn after(vault: &Connection, seq: u64, limit: u32) -> Result<Vec<(u64, Encoded)>, CacheError> {
    let mut statement = vault.prepare_cached(
        "SELECT seq, op_id, device, device_seq, body, changes FROM operation WHERE seq > ?1 ORDER BY seq LIMIT ?2",
    )?;
    let rows = statement.query_map((seq, limit), |row| Ok((row.get(0)?, read(row, 1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The five columns of an operation from `at` on.
pub(crate) fn read(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<Encoded> {
    Ok(Encoded {
        id: OpId::from_bytes(row.get(at)?),
        device: DeviceId::from_bytes(row.get(at + 1)?),
        device_seq: row.get(at + 2)?,
        body: row.get(at + 3)?,
        changes: row.get(at + 4)?,
    })
}
