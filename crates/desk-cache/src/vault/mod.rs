//! The vault: what only this PC has. Operations with their receipts, the audit chain, which desk this is.
//!
//! Invariants: `seq`, a desk's `device_seq` and the entries of the chain count up without gaps, in the transaction
//! that writes them; rows of `operation` and `audit_entry` are never changed (triggers hold it); every operation has
//! exactly one audit entry, whose hash covers it.

pub(crate) mod attaching;
pub(crate) mod audit;
pub(crate) mod centre_sign_in;
pub(crate) mod effort;
pub(crate) mod language_model;
pub(crate) mod lent;
pub(crate) mod neighbours;
pub(crate) mod operations;
pub(crate) mod outbox;
pub(crate) mod people;
pub(crate) mod preferences;

use crate::{
    error::{CacheError, Part},
    head::Position,
};
use clinic_domain::{id::DeviceId, time::Instant};
use rusqlite::{Connection, OptionalExtension};
use std::path::PathBuf;

/// Where the vault's counters stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tip {
    pub(crate) device: DeviceId,
    pub(crate) epoch: u64,
    pub(crate) seq: u64,
    pub(crate) device_seq: u64,
    pub(crate) entries: u64,
    pub(crate) hash: [u8; 32],
    /// Whether what is decided waits to be sent.
    pub(crate) has_centre: bool,
    /// Whether the book is on its way there, and nothing is decided meanwhile.
    pub(crate) is_attaching: bool,
}

impl Tip {
    /// Whether it stands with the same centre, or with none, under the same name.
    pub(crate) fn is_same_desk(&self, other: &Tip) -> bool {
        let stands = |it: &Tip| (it.device, it.epoch, it.has_centre, it.is_attaching);
        stands(self) == stands(other)
    }

    pub(crate) fn position(&self) -> Position {
        Position { entries: self.entries, seq: self.seq, hash: self.hash }
    }
}

/// Names the desk in a fresh vault.
pub(crate) fn found(vault: &Connection, device: DeviceId) -> Result<(), CacheError> {
    vault.execute(
        "INSERT INTO desk (only, device, epoch, seq_floor) VALUES (1, ?1, 1, 0)",
        [device.as_bytes().as_slice()],
    )?;
    Ok(())
}

/// The same vault as another desk: after a restore, or when an older state was accepted. Numbers up to `floor` may
/// have been given out by the one that was lost.
pub(crate) fn rename(vault: &Connection, device: DeviceId, floor: u64) -> Result<(), CacheError> {
    vault.execute(
        "UPDATE desk SET device = ?1, epoch = epoch + 1, seq_floor = max(seq_floor, ?2)",
        (device.as_bytes().as_slice(), floor),
    )?;
    Ok(())
}

/// Whether a person was removed since the desk key was last changed.
pub(crate) fn rekey_due(vault: &Connection) -> Result<bool, CacheError> {
    Ok(vault.query_row("SELECT rekey_due FROM desk", [], |row| row.get(0))?)
}

pub(crate) fn set_rekey_due(vault: &Connection, due: bool) -> Result<(), CacheError> {
    vault.execute("UPDATE desk SET rekey_due = ?1", [due])?;
    Ok(())
}

pub(crate) fn backed_up_at(vault: &Connection) -> Result<Option<Instant>, CacheError> {
    let at: Option<i64> = vault.query_row("SELECT backed_up_at FROM desk", [], |row| row.get(0))?;
    Ok(at.map(Instant))
}

pub(crate) fn set_backed_up_at(vault: &Connection, at: Instant) -> Result<(), CacheError> {
    vault.execute("UPDATE desk SET backed_up_at = ?1", [at.0])?;
    Ok(())
}

pub(crate) fn backup_folder(vault: &Connection) -> Result<Option<PathBuf>, CacheError> {
    let folder: Option<String> = vault.query_row("SELECT backup_folder FROM desk", [], |row| row.get(0))?;
    Ok(folder.map(PathBuf::from))
}

pub(crate) fn set_backup_folder(vault: &Connection, folder: &str) -> Result<(), CacheError> {
    vault.execute("UPDATE desk SET backup_folder = ?1", [folder])?;
    Ok(())
}

pub(crate) fn tip(vault: &Connection) -> Result<Tip, CacheError> {
    let desk = vault
        .query_row("SELECT device, epoch, seq_floor FROM desk", [], |row| {
            Ok((row.get::<_, [u8; 16]>(0)?, row.get::<_, u64>(1)?, row.get::<_, u64>(2)?))
        })
        .optional()?;
    let Some((device, epoch, floor)) = desk else {
        return Err(CacheError::damaged(Part::Vault, "it names no desk"));
    };
    let count = |sql: &str| vault.query_row(sql, [], |row| row.get::<_, Option<u64>>(0));
    let seq = count("SELECT max(seq) FROM operation")?.unwrap_or(0).max(floor);
    let device_seq = vault
        .query_row("SELECT max(device_seq) FROM operation WHERE device = ?1", [device.as_slice()], |row| {
            row.get::<_, Option<u64>>(0)
        })?
        .unwrap_or(0);
    let entries = count("SELECT max(n) FROM audit_entry")?.unwrap_or(0);
    let hash = audit::hash_at(vault, entries)?.unwrap_or(audit::START);
    let device = DeviceId::from_bytes(device);
    // A vault that is backed up before its upgrade has not every table yet.
    let is_there = |name: &str, any: &str| -> Result<bool, CacheError> {
        let knows = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = ?1)";
        Ok(vault.query_row(knows, [name], |row| row.get(0))? && vault.query_row(any, [], |row| row.get(0))?)
    };
    let has_centre = is_there("centre", "SELECT EXISTS (SELECT 1 FROM centre)")?;
    let is_attaching = is_there("attaching", "SELECT EXISTS (SELECT 1 FROM attaching)")?;
    Ok(Tip { device, epoch, seq, device_seq, entries, hash, has_centre, is_attaching })
}
