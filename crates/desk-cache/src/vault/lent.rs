//! What is lent to this desk's location, and what this desk confirmed of it as the hub.

use crate::error::CacheError;
use clinic_domain::{
    id::{DeviceId, OpId},
    lending::Loan,
    time::Instant,
};
use clinic_protocol::{hub::Ask, sync::Choice};
use rusqlite::{Connection, OptionalExtension, Row};
use uuid::Uuid;

/// The last loan that this desk heard of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    /// The centre's history in which its number counts.
    pub(crate) epoch: Uuid,
    pub(crate) loan: Loan,
    /// The centre's last change when it was lent.
    pub(crate) head: u64,
    pub(crate) is_over: bool,
}

pub(crate) fn known(vault: &Connection) -> Result<Option<Known>, CacheError> {
    let sql = "SELECT epoch, number, hub, expires_at, head, is_over FROM loan";
    let found = vault.prepare_cached(sql)?.query_row([], |row| {
        let hub = DeviceId::from_bytes(row.get(2)?);
        let loan = Loan { hub, number: row.get(1)?, expires_at: Instant(row.get(3)?) };
        Ok(Known { epoch: Uuid::from_bytes(row.get(0)?), loan, head: row.get(4)?, is_over: row.get(5)? })
    });
    Ok(found.optional()?)
}

/// This loan and these times, in place of those before.
pub(crate) fn put(vault: &Connection, it: &Known, times: &[Choice]) -> Result<(), CacheError> {
    let Known { epoch, loan, head, is_over } = it;
    vault.execute(
        "INSERT OR REPLACE INTO loan (only, epoch, number, hub, expires_at, head, is_over) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
        (epoch.as_bytes(), loan.number, loan.hub.as_bytes(), loan.expires_at.0, head, is_over),
    )?;
    vault.execute("DELETE FROM lent_time", [])?;
    let sql = "INSERT OR REPLACE INTO lent_time (resource, starts_at, ends_at) VALUES (?1, ?2, ?3)";
    let mut statement = vault.prepare_cached(sql)?;
    for it in times {
        statement.execute((it.resource.as_bytes(), it.start, it.end))?;
    }
    Ok(())
}

pub(crate) fn end(vault: &Connection) -> Result<(), CacheError> {
    vault.execute("UPDATE loan SET is_over = 1", [])?;
    Ok(())
}

pub(crate) fn forget(vault: &Connection) -> Result<(), CacheError> {
    Ok(vault.execute_batch("DELETE FROM loan; DELETE FROM lent_time; DELETE FROM confirmed_time;")?)
}

/// Whether each of the times is within what is lent.
pub(crate) fn has_all(vault: &Connection, times: &[Choice]) -> Result<bool, CacheError> {
    let sql = "SELECT 1 FROM lent_time WHERE resource = ?1 AND starts_at <= ?2 AND ends_at >= ?3";
    let mut statement = vault.prepare_cached(sql)?;
    for it in times {
        if !statement.exists((it.resource.as_bytes(), it.start, it.end))? {
            return Ok(false);
        }
    }
    Ok(!times.is_empty())
}

/// What was confirmed to an operation, in order.
pub(crate) fn confirmed_to(vault: &Connection, op: OpId) -> Result<Vec<Choice>, CacheError> {
    let sql =
        "SELECT resource, starts_at, ends_at FROM confirmed_time WHERE op = ?1 ORDER BY resource, starts_at";
    let mut statement = vault.prepare_cached(sql)?;
    let rows = statement.query_map([op.as_bytes()], time)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Another operation that one of the times, or some of it, was confirmed to.
pub(crate) fn taken_by(vault: &Connection, ask: &Ask) -> Result<Option<OpId>, CacheError> {
    let sql =
        "SELECT op FROM confirmed_time WHERE resource = ?1 AND starts_at < ?2 AND ends_at > ?3 AND op <> ?4";
    let mut statement = vault.prepare_cached(sql)?;
    for it in &ask.times {
        let values = (it.resource.as_bytes(), it.end, it.start, ask.op.as_bytes());
        let taken = statement.query_row(values, |row| row.get(0)).optional()?;
        if let Some(op) = taken {
            return Ok(Some(OpId::from_bytes(op)));
        }
    }
    Ok(None)
}

pub(crate) fn confirm(vault: &Connection, epoch: Uuid, ask: &Ask, now: Instant) -> Result<(), CacheError> {
    // Nobody asks for what is over.
    vault.prepare_cached("DELETE FROM confirmed_time WHERE ends_at <= ?1")?.execute([now.0])?;
    let mut statement = vault.prepare_cached(
        "INSERT INTO confirmed_time (op, resource, starts_at, ends_at, epoch, number) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for it in &ask.times {
        let (op, resource) = (ask.op.as_bytes(), it.resource.as_bytes());
        statement.execute((op, resource, it.start, it.end, epoch.as_bytes(), ask.number))?;
    }
    Ok(())
}

/// Whether something that is still to come was confirmed by a loan.
pub(crate) fn has_confirmed(vault: &Connection, it: &Known, now: Instant) -> Result<bool, CacheError> {
    let sql = "SELECT 1 FROM confirmed_time WHERE epoch = ?1 AND number = ?2 AND ends_at > ?3";
    Ok(vault.prepare_cached(sql)?.exists((it.epoch.as_bytes(), it.loan.number, now.0))?)
}

fn time(row: &Row<'_>) -> rusqlite::Result<Choice> {
    Ok(Choice { resource: Uuid::from_bytes(row.get(0)?), start: row.get(1)?, end: row.get(2)? })
}
