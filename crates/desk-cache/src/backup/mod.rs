//! Backups: the vault, the mirror and the key slots in one encrypted file that was opened and checked before it
//! counts as one.
//!
//! Invariants: a file with a backup's name is whole and was read back; the databases in it are copies of one moment
//! each, the mirror's before the vault's, so that the vault can always replay what the mirror lacks; nothing in the
//! file is readable without the recovery code but device, time and counts.

mod pack;

pub(crate) use pack::Pack;

use crate::{
    cipher::{self, Mode},
    error::{CacheError, Part},
    files,
    head::Position,
    keys::{DeskKey, slots::SlotBook},
    mirror,
    vault::{self, audit},
};
use clinic_domain::{id::DeviceId, operation::ImportCounts, time::Instant};
use rusqlite::Connection;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A backup that was made and read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupReport {
    pub path: PathBuf,
    pub bytes: u64,
    pub contents: BackupFacts,
}

/// What a backup says about itself without any key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackupFacts {
    pub device: DeviceId,
    pub made_at: Instant,
    pub position: Position,
    pub counts: ImportCounts,
}

/// What is backed up: two connections that read, the slots, and the key that the databases are under.
pub(crate) struct Source<'a> {
    pub(crate) vault: &'a Connection,
    pub(crate) mirror: &'a Connection,
    pub(crate) book: &'a SlotBook,
    pub(crate) key: &'a DeskKey,
}

const EXTENSION: &str = "fdbackup";

/// Looks at a backup's first page.
///
/// # Errors
/// [`CacheError::Damaged`] when it is none, [`CacheError::NewerSchema`] when a newer program made it.
pub fn inspect(file: &Path) -> Result<BackupFacts, CacheError> {
    Ok(Pack::open(file)?.manifest.facts)
}

/// Makes a backup in `folder` and checks it.
pub(crate) fn write(folder: &Path, source: &Source<'_>, now: Instant) -> Result<BackupReport, CacheError> {
    fs::create_dir_all(folder).map_err(CacheError::io("creating the backup folder"))?;
    let staging = folder.join(format!(".front-desk-{}", now.0));
    let made = write_through(folder, &staging, source, now);
    let cleared = fs::remove_dir_all(&staging).map_err(CacheError::io("clearing the backup folder"));
    let report = made?;
    cleared?;
    Ok(report)
}

/// Removes this desk's backups in `folder` but the newest `keep`.
pub(crate) fn keep_newest(folder: &Path, book: &SlotBook, keep: usize) -> Result<(), CacheError> {
    let mut ours = ours_in(folder, book)?;
    // The time stands in the name, so that the names sort by it.
    ours.sort();
    let surplus = ours.len().saturating_sub(keep.max(1));
    ours.iter().take(surplus).try_for_each(|it| files::remove_if_there(it))
}

/// This desk's backups in all these folders. A folder that cannot be read (a drive that is not plugged in) has none.
pub(crate) fn newest_first(folders: impl IntoIterator<Item = PathBuf>, book: &SlotBook) -> Vec<PathBuf> {
    let mut ours: Vec<PathBuf> =
        folders.into_iter().flat_map(|it| ours_in(&it, book).unwrap_or_default()).collect();
    ours.sort_by(|a, b| b.file_name().cmp(&a.file_name()));
    ours
}

/// Opens the two databases of a backup, reads every page and the chain; returns what is in them.
pub(crate) fn verify(vault: &Path, mirror: &Path, key: &DeskKey) -> Result<BackupFacts, CacheError> {
    let open = |path: &Path, part| {
        let database = cipher::open(path, &key.file(part), Mode::Glance).map_err(|it| it.of(Part::Backup))?;
        crate::store::check_pages(&database, Part::Backup)?;
        Ok::<_, CacheError>(database)
    };
    let mirror = open(mirror, Part::Mirror)?;
    let reader = mirror::Reader::new(&mirror);
    let (counts, cursor) = (reader.counts()?, reader.cursor()?);
    let vault = open(vault, Part::Vault)?;
    let position = audit::verify(&vault)?;
    let tip = vault::tip(&vault)?;
    if cursor > tip.seq {
        let detail = format!("the mirror is at {cursor}, the vault at {}", tip.seq);
        return Err(CacheError::damaged(Part::Backup, detail));
    }
    Ok(BackupFacts { device: tip.device, made_at: Instant(0), position, counts })
}

fn write_through(
    folder: &Path,
    staging: &Path,
    source: &Source<'_>,
    now: Instant,
) -> Result<BackupReport, CacheError> {
    fs::create_dir(staging).map_err(CacheError::io("creating a folder in the backup folder"))?;
    let (vault, mirror, slots) = (staging.join("vault.db"), staging.join("mirror.db"), staging.join("slots"));
    let at_least = vault::tip(source.vault)?.entries;
    cipher::copy(source.mirror, &mirror, &source.key.file(Part::Mirror)).map_err(|it| it.of(Part::Mirror))?;
    cipher::copy(source.vault, &vault, &source.key.file(Part::Vault)).map_err(|it| it.of(Part::Vault))?;
    let facts = BackupFacts { made_at: now, ..verify(&vault, &mirror, source.key)? };
    if facts.position.entries < at_least {
        return Err(CacheError::damaged(Part::Backup, "the copy has less than the vault had"));
    }
    let mut book = source.book.clone();
    book.files = vec![crate::keys::slots::FileSalts {
        vault: files::salt_of(&vault)?,
        mirror: files::salt_of(&mirror)?,
    }];
    files::replace(&slots, &book.encode())?;
    let packed = staging.join("packed");
    pack::write(&packed, [&slots, &mirror, &vault], facts, &source.key.backup())?;
    Pack::open(&packed)?.check(&source.key.backup())?;
    let path = free_name(folder, &prefix(source.book), now);
    let bytes = fs::metadata(&packed).map_err(CacheError::io("reading the backup's size"))?.len();
    files::rename(&packed, &path)?;
    Ok(BackupReport { path, bytes, contents: facts })
}

fn ours_in(folder: &Path, book: &SlotBook) -> Result<Vec<PathBuf>, CacheError> {
    let prefix = prefix(book);
    let listed = fs::read_dir(folder).map_err(CacheError::io("reading the backup folder"))?;
    Ok(listed
        .filter_map(|entry| entry.ok().map(|it| it.path()))
        .filter(|path| path.extension().is_some_and(|it| it == EXTENSION))
        .filter(|path| path.file_name().and_then(|it| it.to_str()).is_some_and(|it| it.starts_with(&prefix)))
        .collect())
}

fn prefix(book: &SlotBook) -> String {
    let name = uuid::Uuid::from_bytes(book.desk).simple().to_string();
    // The last digits: those of two desks that were set up one after the other differ in them.
    format!("front-desk-{}-", &name[24..])
}

fn free_name(folder: &Path, prefix: &str, now: Instant) -> PathBuf {
    let at = chrono::DateTime::from_timestamp(now.0, 0).unwrap_or_default().format("%Y%m%dT%H%M%SZ");
    let plain = folder.join(format!("{prefix}{at}.{EXTENSION}"));
    let numbered = (2..).map(|n: u32| folder.join(format!("{prefix}{at}-{n}.{EXTENSION}")));
    std::iter::once(plain.clone()).chain(numbered).find(|it| !it.exists()).unwrap_or(plain)
}
