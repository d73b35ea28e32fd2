//! The centre that the desk belongs to, and what it was told and answered.

use super::lent;
use crate::error::{CacheError, Part};
use clinic_domain::{
    id::{DeviceId, OpId, OrganizationId},
    time::Instant,
};
use clinic_protocol::sync::{OpResult, OpStatus};
use rusqlite::{Connection, OptionalExtension};
use std::fmt;
use uuid::Uuid;
use zeroize::Zeroizing;

/// How long an answered operation is kept: a centre that lost its last days is told them again.
const KEPT_DAYS: i64 = 30;

/// The centre, and as whom the desk speaks to it.
#[derive(Clone)]
pub struct Centre {
    pub url: String,
    pub organization: OrganizationId,
    pub slug: String,
    /// Ed25519.
    pub key: Zeroizing<[u8; 32]>,
}

impl fmt::Debug for Centre {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Centre").field("url", &self.url).field("slug", &self.slug).finish_non_exhaustive()
    }
}

/// An operation that waits to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub op: OpId,
    pub device_seq: u64,
    /// As it was encoded.
    pub bytes: Vec<u8>,
    /// What the hub of the location said of it (JSON).
    pub word: Option<String>,
}

impl Waiting {
    /// Without a word of the hub.
    #[must_use]
    pub const fn new(op: OpId, device_seq: u64, bytes: Vec<u8>) -> Waiting {
        Waiting { op, device_seq, bytes, word: None }
    }
}

/// How many operations stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outbox {
    /// Not answered yet.
    pub queued: u64,
    /// Refused, and no person has decided what becomes of it.
    pub undecided: u64,
    /// Kept by the centre until it can read them.
    pub deferred: u64,
}

pub(crate) fn centre(vault: &Connection) -> Result<Option<Centre>, CacheError> {
    let sql = "SELECT url, organization, slug, key FROM centre";
    let found = vault.prepare_cached(sql)?.query_row([], |row| {
        let (organization, key) = (OrganizationId::from_bytes(row.get(1)?), Zeroizing::new(row.get(3)?));
        Ok(Centre { url: row.get(0)?, organization, slug: row.get(2)?, key })
    });
    Ok(found.optional()?)
}

pub(crate) fn put_centre(vault: &Connection, it: &Centre) -> Result<(), CacheError> {
    vault.execute(
        "INSERT INTO centre (only, url, organization, slug, key) VALUES (1, ?1, ?2, ?3, ?4)
         ON CONFLICT (only) DO UPDATE
         SET url = excluded.url, organization = excluded.organization, slug = excluded.slug, key = excluded.key",
        (&it.url, it.organization.as_bytes(), &it.slug, it.key.as_slice()),
    )?;
    Ok(())
}

/// As which desk the centre knows this one; none without a centre.
pub(crate) fn enrolled_as(vault: &Connection) -> Result<Option<DeviceId>, CacheError> {
    let found = vault.prepare_cached("SELECT device FROM enrolled")?.query_row([], |row| row.get(0));
    Ok(found.optional()?.map(DeviceId::from_bytes))
}

pub(crate) fn enrol(vault: &Connection, device: DeviceId) -> Result<(), CacheError> {
    vault.execute(
        "INSERT INTO enrolled (only, device) VALUES (1, ?1) ON CONFLICT (only) DO UPDATE SET device = excluded.device",
        [device.as_bytes()],
    )?;
    Ok(())
}

/// The number of the first operation from which on all can still be sent; none where every one was let go of. What was refused
/// stays longer than what was confirmed, so that there may be some before, with gaps.
pub(crate) fn first_kept(vault: &Connection) -> Result<Option<u64>, CacheError> {
    let sql = "SELECT max(o.device_seq) FROM outbox q JOIN operation o USING (seq) JOIN desk d ON d.device = o.device
               WHERE NOT EXISTS (SELECT 1 FROM operation p JOIN outbox USING (seq)
                                 WHERE p.device = o.device AND p.device_seq = o.device_seq - 1)";
    Ok(vault.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// The desk belongs to no centre any more, and nothing waits to be sent.
pub(crate) fn forget_centre(vault: &Connection) -> Result<(), CacheError> {
    lent::forget(vault)?;
    Ok(vault.execute_batch("DELETE FROM outbox; DELETE FROM centre_sign_in; DELETE FROM enrolled; DELETE FROM neighbour; DELETE FROM centre;")?)
}

/// How many of them were answered, and how many there are.
pub(crate) fn answered(vault: &Connection) -> Result<(u64, u64), CacheError> {
    let sql = "SELECT count(*) FILTER (WHERE state <> 'queued'), count(*) FROM outbox";
    Ok(vault.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// An operation that was just recorded waits to be sent.
pub(crate) fn queue(vault: &Connection, seq: u64) -> Result<(), CacheError> {
    vault.prepare_cached("INSERT INTO outbox (seq) VALUES (?1)")?.execute([seq])?;
    Ok(())
}

/// What waits, in the order in which it was decided, at most so many.
pub(crate) fn queued(vault: &Connection, limit: u32) -> Result<Vec<Waiting>, CacheError> {
    // The list is the index's own: SQLite does not see by itself that it holds.
    let mut statement = vault.prepare_cached(
        "SELECT o.op_id, o.device_seq, o.body, q.hub_word FROM outbox q JOIN operation o USING (seq)
         WHERE q.state IN ('queued', 'conflict', 'rejected', 'deferred') AND q.state = 'queued'
         ORDER BY q.seq LIMIT ?1",
    )?;
    let rows = statement.query_map([limit], |row| {
        let waiting = Waiting::new(OpId::from_bytes(row.get(0)?), row.get(1)?, row.get(2)?);
        Ok(Waiting { word: row.get(3)?, ..waiting })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The operations (encoded) that wait and that the hub said nothing of.
pub(crate) fn without_a_word(vault: &Connection) -> Result<Vec<Vec<u8>>, CacheError> {
    let mut statement = vault.prepare_cached(
        "SELECT o.body FROM outbox q JOIN operation o USING (seq)
         WHERE q.state IN ('queued', 'conflict', 'rejected', 'deferred') AND q.state = 'queued' AND q.hub_word IS NULL
         ORDER BY q.seq",
    )?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What the hub said of an operation that waits. Its first word stands.
pub(crate) fn put_word(vault: &Connection, op: OpId, word: &str) -> Result<(), CacheError> {
    vault
        .prepare_cached(
            "UPDATE outbox SET hub_word = ?2 WHERE state = 'queued' AND hub_word IS NULL
             AND seq = (SELECT seq FROM operation WHERE op_id = ?1)",
        )?
        .execute((op.as_bytes(), word))?;
    Ok(())
}

/// The changes (encoded) that the centre has not confirmed by its number `to`, of the operations up to `seq`, in order.
pub(crate) fn unconfirmed(vault: &Connection, seq: u64, to: u64) -> Result<Vec<Vec<u8>>, CacheError> {
    let mut statement = vault.prepare_cached(
        "SELECT o.changes FROM operation o
         WHERE o.seq <= ?1 AND o.seq IN (
             SELECT seq FROM outbox WHERE state IN ('queued', 'conflict', 'rejected', 'deferred')
             UNION ALL SELECT seq FROM outbox WHERE state = 'applied' AND centre_seq > ?2)
         ORDER BY o.seq",
    )?;
    let rows = statement.query_map((seq, to), |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The operations that the centre has not accepted and whose changes (encoded) name a row, the last one first.
pub(crate) fn unaccepted_about(vault: &Connection, id: Uuid) -> Result<Vec<(OpId, Vec<u8>)>, CacheError> {
    let mut statement = vault.prepare_cached(
        "SELECT o.op_id, o.changes FROM outbox q JOIN operation o USING (seq)
         WHERE q.state IN ('queued', 'conflict', 'rejected', 'deferred') AND instr(o.changes, ?1) ORDER BY q.seq DESC",
    )?;
    let rows = statement
        .query_map([id.to_string().as_bytes()], |row| Ok((OpId::from_bytes(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What the centre said of an operation. Said again it changes nothing; a person's decision stands.
///
/// # Errors
/// [`CacheError::Damaged`] for an operation that is not in the outbox.
pub(crate) fn answer(vault: &Connection, op: OpId, it: &OpResult, at: Instant) -> Result<(), CacheError> {
    let state = match it.status {
        OpStatus::Applied if it.seq.is_none() => return Err(broken("an answer without its number")),
        status => status.as_str(),
    };
    let changed = vault
        .prepare_cached(
            "UPDATE outbox
             SET state = iif(state = 'resolved', state, ?2), centre_seq = coalesce(?3, centre_seq), reasons = ?4,
                 answered_at = ?5
             WHERE seq = (SELECT seq FROM operation WHERE op_id = ?1)",
        )?
        .execute((op.as_bytes(), state, it.seq, it.reasons.join(" "), at.0))?;
    if changed == 1 { Ok(()) } else { Err(broken("an answer to what was not sent")) }
}

/// A refused operation (encoded), and why.
pub(crate) struct StoredRefusal {
    pub(crate) seq: u64,
    pub(crate) body: Vec<u8>,
    pub(crate) changes: Vec<u8>,
    pub(crate) reasons: String,
    /// Somebody else was first; otherwise it could not have been done as it was asked for.
    pub(crate) is_conflict: bool,
}

pub(crate) fn is_refused(vault: &Connection, op: OpId) -> Result<bool, CacheError> {
    let sql = "SELECT 1 FROM operation o JOIN outbox q USING (seq)
               WHERE o.op_id = ?1 AND q.state IN ('conflict', 'rejected')";
    Ok(vault.prepare_cached(sql)?.exists([op.as_bytes()])?)
}

/// What was refused and nobody has decided about, in the order in which it was decided.
pub(crate) fn refused(vault: &Connection) -> Result<Vec<StoredRefusal>, CacheError> {
    let mut statement = vault.prepare_cached(
        "SELECT o.seq, o.body, o.changes, q.reasons, q.state = 'conflict' FROM outbox q JOIN operation o USING (seq)
         WHERE q.state IN ('queued', 'conflict', 'rejected', 'deferred') AND q.state IN ('conflict', 'rejected')
         ORDER BY q.seq",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(StoredRefusal {
            seq: row.get(0)?,
            body: row.get(1)?,
            changes: row.get(2)?,
            reasons: row.get(3)?,
            is_conflict: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What the centre has not confirmed.
pub(crate) struct Open {
    pub(crate) is_refused: bool,
    /// The changes that the desk made (encoded).
    pub(crate) changes: Vec<u8>,
    /// What the hub of the location said of it (JSON).
    pub(crate) word: Option<String>,
}

pub(crate) fn open(vault: &Connection) -> Result<Vec<Open>, CacheError> {
    let mut statement = vault.prepare_cached(
        "SELECT q.state IN ('conflict', 'rejected'), o.changes, q.hub_word FROM outbox q JOIN operation o USING (seq)
         WHERE q.state IN ('queued', 'conflict', 'rejected', 'deferred') ORDER BY q.seq",
    )?;
    let rows = statement
        .query_map([], |row| Ok(Open { is_refused: row.get(0)?, changes: row.get(1)?, word: row.get(2)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A person decided what becomes of a refused operation: it is no longer shown as if it held.
pub(crate) fn resolve(vault: &Connection, seq: u64) -> Result<(), CacheError> {
    vault
        .prepare_cached(
            "UPDATE outbox SET state = 'resolved' WHERE seq = ?1 AND state IN ('conflict', 'rejected')",
        )?
        .execute([seq])?;
    Ok(())
}

/// The centre lost its last days: what it answered is sent once more, after which it answers as if it were new. What it had
/// refused is among that: the centre looks at nothing that comes after an operation which it does not know.
pub(crate) fn queue_again(vault: &Connection) -> Result<(), CacheError> {
    vault.execute(
        "UPDATE outbox SET state = 'queued', centre_seq = NULL, reasons = '', answered_at = NULL WHERE state <> 'queued'",
        [],
    )?;
    Ok(())
}

/// The centre may have decided what it could not read before: it is asked for its answer once more.
pub(crate) fn queue_deferred(vault: &Connection) -> Result<(), CacheError> {
    vault.execute("UPDATE outbox SET state = 'queued', answered_at = NULL WHERE state = 'deferred'", [])?;
    Ok(())
}

/// Lets go of what was confirmed long ago and is in the mirror by the centre's number `received`.
pub(crate) fn forget(vault: &Connection, received: u64, now: Instant) -> Result<(), CacheError> {
    let oldest = now.plus_minutes(-KEPT_DAYS * 24 * 60);
    vault.execute(
        "DELETE FROM outbox WHERE state = 'applied' AND centre_seq <= ?1 AND answered_at < ?2",
        (received, oldest.0),
    )?;
    Ok(())
}

pub(crate) fn count(vault: &Connection) -> Result<Outbox, CacheError> {
    let sql = "SELECT count(*) FILTER (WHERE state = 'queued'),
                      count(*) FILTER (WHERE state IN ('conflict', 'rejected')),
                      count(*) FILTER (WHERE state = 'deferred')
               FROM outbox WHERE state IN ('queued', 'conflict', 'rejected', 'deferred')";
    let counted = vault.prepare_cached(sql)?.query_row([], |row| {
        Ok(Outbox { queued: row.get(0)?, undecided: row.get(1)?, deferred: row.get(2)? })
    })?;
    Ok(counted)
}

fn broken(what: &str) -> CacheError {
    CacheError::damaged(Part::Vault, what)
}
