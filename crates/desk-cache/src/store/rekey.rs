//! Changing the desk key, after a person was removed.
//!
//! Both databases are copied under the new key, then the slots are sealed with both keys, then the copies take the
//! place of the originals, then the slots forget the old key. Whatever interrupts this, the next person who opens
//! the desk finishes it: once the slots know the new key, both copies are whole and on the disk.

use super::{
    Open, Store,
    open::{self, Loss, Unsealed},
    unlock::note,
};
use crate::{
    cipher,
    error::{CacheError, Part},
    files,
    head::HeadFile,
    home::Home,
    keys::{
        DeskKey,
        slot::DeskKeys,
        slots::{FileSalts, SlotBook},
    },
    vault::{self, people::SlotRow},
};
use clinic_domain::{id::PersonId, personal::Personal, time::Instant};
use std::sync::Arc;

const DATABASES: [Part; 2] = [Part::Vault, Part::Mirror];

impl Store {
    /// Whether a person was removed since the desk key was last changed.
    pub fn is_rekey_due(&self) -> Result<bool, CacheError> {
        vault::rekey_due(&self.session()?.get().writer().vault)
    }

    /// Gives the desk a new key; everybody's password stays. Takes as long as copying both files: call it when
    /// nobody is working.
    ///
    /// # Errors
    /// [`CacheError::DiskFull`] when the copies do not fit; the desk goes on with the old key. When it cannot be
    /// opened again it is locked.
    pub fn rekey(&self, by: Option<PersonId>, now: Instant) -> Result<(), CacheError> {
        let open = self.gate.take().ok_or(CacheError::Locked)?;
        let (open, changed) = match rekeyed(open, by, now) {
            Ok((open, changed)) => (Some(open), changed),
            Err(problem) => (None, Err(problem)),
        };
        self.gate.put_back(open);
        changed
    }
}

/// The desk again, with the new key or with the old one and what went wrong.
fn rekeyed(
    open: Open,
    by: Option<PersonId>,
    now: Instant,
) -> Result<(Open, Result<(), CacheError>), CacheError> {
    let Open { keeper, session, occupied } = open;
    keeper.stop();
    if let Err(problem) = session.settle() {
        tracing::warn!(%problem, "the head could not be kept before the desk key is changed");
    }
    let listed = vault::people::all(&session.writer().vault)?;
    let Some(session) = Arc::into_inner(session) else {
        unreachable!("the keeper has ended and nobody else shares the session")
    };
    let (unsealed, changed) = change(session.seal_up()?, &listed);
    let session = open::open(unsealed, Loss::Refuse, now)?.session;
    if changed.is_ok() {
        session.keep(|vault| vault::set_rekey_due(vault, false))?;
        note(&session, now, by, "desk_key_changed", Personal::default())?;
    }
    Ok((Open::start(session, occupied)?, changed))
}

/// Finishes a change of the key that was interrupted; returns the key that opens the files.
pub(super) fn settle(home: &Home, book: &mut SlotBook, keys: DeskKeys) -> Result<DeskKey, CacheError> {
    let DeskKeys { current, next } = keys;
    let (Some(key), Some(&salts)) = (next, book.files.get(1)) else {
        for part in DATABASES {
            files::remove_if_there(&home.next(part))?;
        }
        return Ok(current);
    };
    for (part, salt) in [(Part::Vault, salts.vault), (Part::Mirror, salts.mirror)] {
        if files::salt_of(&home.file(part))? != salt {
            // The logs of the old files were emptied before their copies were made.
            for end in ["-wal", "-shm"] {
                let mut log = home.file(part).into_os_string();
                log.push(end);
                files::remove_if_there(log.as_ref())?;
            }
            files::rename(&home.next(part), &home.file(part))?;
        }
    }
    let head = home.file(Part::Head);
    if HeadFile::open(&head, key.head(), book.desk).is_err() {
        let (_, position) = HeadFile::open(&head, current.head(), book.desk)?;
        HeadFile::create(&head, key.head(), book.desk, &position)?;
    }
    let keys = DeskKeys { current: key, next: None };
    reseal(book, &keys)?;
    book.files = vec![salts];
    home.slots().save(book)?;
    Ok(keys.current)
}

/// With the new key, or with the old one and what went wrong.
fn change(unsealed: Unsealed, listed: &[SlotRow]) -> (Unsealed, Result<(), CacheError>) {
    let Unsealed { home, mut book, key, device_key } = unsealed;
    let before = book.clone();
    match switch(&home, &mut book, &key, listed) {
        Ok(key) => (Unsealed { home, book, key, device_key }, Ok(())),
        // Nothing was switched unless the slots were saved; if they were, the next opening finishes it.
        Err(problem) => (Unsealed { home, book: before, key, device_key }, Err(problem)),
    }
}

fn switch(
    home: &Home,
    book: &mut SlotBook,
    key: &DeskKey,
    listed: &[SlotRow],
) -> Result<DeskKey, CacheError> {
    let (next, salts) = copy_under_new_key(home, key).inspect_err(|_| forget_copies(home))?;
    let keys = DeskKeys { current: key.again(), next: Some(next) };
    // What the vault does not list came into the slot files by another way, and does not get the new key.
    book.slots.retain(|slot| listed.iter().any(|row| row.is(slot)));
    book.files.push(salts);
    reseal(book, &keys)?;
    home.slots().save(book)?;
    settle(home, book, keys)
}

fn copy_under_new_key(home: &Home, key: &DeskKey) -> Result<(DeskKey, FileSalts), CacheError> {
    let next = DeskKey::random()?;
    for part in DATABASES {
        let target = home.next(part);
        files::remove_if_there(&target)?;
        let source = cipher::open(&home.file(part), &key.file(part), cipher::Mode::Glance)
            .map_err(|it| it.of(part))?;
        cipher::copy(&source, &target, &next.file(part))?;
    }
    let salt = |part| files::salt_of(&home.next(part));
    let salts = FileSalts { vault: salt(Part::Vault)?, mirror: salt(Part::Mirror)? };
    files::sync_folder_of(&home.next(Part::Vault))?;
    Ok((next, salts))
}

/// What was copied before the disk was full would keep it full.
fn forget_copies(home: &Home) {
    for part in DATABASES {
        if let Err(problem) = files::remove_if_there(&home.next(part)) {
            tracing::warn!(%problem, "an unfinished copy stays behind until the next unlock");
        }
    }
}

fn reseal(book: &mut SlotBook, keys: &DeskKeys) -> Result<(), CacheError> {
    let desk = book.desk;
    book.slots = book.slots.iter().map(|slot| slot.reseal(&desk, keys)).collect::<Result<_, _>>()?;
    Ok(())
}
