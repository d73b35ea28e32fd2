//! A mirror that is damaged or gone, made again beside a vault that is not: from a backup's mirror or from nothing,
//! and from there on from the vault's own receipts. So losing the mirror loses no booking, not even those that were
//! made after the last backup.

use super::{
    Store, Unlocked,
    enter::{Entered, enter},
    open::{Loss, Unsealed, check_pages},
    unlock::{self, finish},
};
use crate::{
    backup::Pack,
    cipher::{self, Mode},
    error::{CacheError, Part},
    files,
    home::Home,
    keys::{
        DeskKey,
        slot::{password_key, slot_id},
        slots::SlotBook,
    },
    migrate,
    vault::audit,
};
use clinic_domain::{personal::Personal, time::Instant};
use std::path::Path;

impl Store {
    /// Unlocks a desk whose mirror cannot be opened, with a new mirror. Without `backup` it is made from the receipts
    /// alone, which is enough unless something was imported. The damaged files stay in the folder under another name.
    ///
    /// # Errors
    /// As for [`Store::unlock`]; [`CacheError::Damaged`] with [`Part::Backup`] when the backup is not whole or under
    /// a key that the password does not open, [`CacheError::ForeignFile`] when it has another history, and
    /// [`CacheError::Damaged`] with [`Part::Mirror`] when imported rows are neither in it nor in the vault.
    pub fn rebuild_mirror(
        home: &Home,
        login: &str,
        password: &str,
        backup: Option<&Path>,
        now: Instant,
    ) -> Result<Unlocked, CacheError> {
        let occupied = home.occupy()?;
        let mut entered = enter(home, login, password, now)?;
        let fresh = home.next(Part::Mirror);
        files::remove_if_there(&fresh)?;
        match backup {
            Some(file) => unpack(file, &fresh, &entered, login, password)?,
            None => make_empty(&fresh, &entered.unsealed.key)?,
        }
        put_in_place(home, &fresh, &mut entered.unsealed.book, now)?;
        let person = entered.signed_in.person;
        let unlocked = finish(home, occupied, entered, Loss::Refuse, now)?;
        let pass = unlocked.store.session()?;
        unlock::note(pass.get(), now, Some(person), "mirror_rebuilt", Personal::default())?;
        drop(pass);
        Ok(unlocked)
    }
}

fn make_empty(path: &Path, key: &DeskKey) -> Result<(), CacheError> {
    let mut mirror = cipher::create(path, &key.file(Part::Mirror), Mode::Copy)?;
    migrate::migrate(&mut mirror, &migrate::MIRROR)?;
    Ok(())
}

/// The backup's mirror under today's key.
fn unpack(file: &Path, to: &Path, entered: &Entered, login: &str, password: &str) -> Result<(), CacheError> {
    let mut pack = Pack::open(file)?;
    let key = key_of(&mut pack, &entered.unsealed, login, password)?;
    check_history(&pack, &entered.unsealed)?;
    let unpacked = to.with_added_extension("unpacked");
    pack.unpack_mirror(&unpacked)?;
    let copied = cipher::open(&unpacked, &key.file(Part::Mirror), Mode::Glance).and_then(|mirror| {
        check_pages(&mirror, Part::Backup)?;
        cipher::copy(&mirror, to, &entered.unsealed.key.file(Part::Mirror))
    });
    files::remove_if_there(&unpacked)?;
    copied.map_err(|it| it.of(Part::Backup))
}

/// The vault goes on from where the backup was made: receipts of another history do not fit its mirror.
fn check_history(pack: &Pack, unsealed: &Unsealed) -> Result<(), CacheError> {
    let path = unsealed.home.file(Part::Vault);
    let vault =
        cipher::open(&path, &unsealed.key.file(Part::Vault), Mode::Vault).map_err(|it| it.of(Part::Vault))?;
    let then = pack.manifest.facts.position;
    match audit::hash_at(&vault, then.entries).map_err(|it| it.of(Part::Vault))? {
        Some(hash) if hash == then.hash => Ok(()),
        _ => Err(CacheError::ForeignFile { part: Part::Backup }),
    }
}

/// Today's desk key, or the one before it, which the same password opens in the backup's own slots.
fn key_of(pack: &mut Pack, unsealed: &Unsealed, login: &str, password: &str) -> Result<DeskKey, CacheError> {
    if pack.check(&unsealed.key.backup()).is_ok() {
        return Ok(unsealed.key.again());
    }
    let damaged = || CacheError::damaged(Part::Backup, "it is not whole, or the password does not open it");
    let book = SlotBook::decode(&pack.slots()?).map_err(|_| damaged())?;
    let id = slot_id(&book.login_salt, login);
    let slot = book.person(&id).ok_or_else(damaged)?;
    slot.cost.check()?;
    let device_key = unsealed.device_key.as_ref();
    let wrapping = password_key(device_key, password, slot.cost, &slot.salt, &book.desk, &id)?;
    let (private, _) = slot.open(&book.desk, &wrapping).ok_or_else(damaged)?;
    let key = slot.keys(&book.desk, &private)?.current;
    pack.check(&key.backup())?;
    Ok(key)
}

/// Until the slots know the new file the desk says that its mirror is another desk's, and this can be done again.
fn put_in_place(home: &Home, fresh: &Path, book: &mut SlotBook, now: Instant) -> Result<(), CacheError> {
    let mirror = home.file(Part::Mirror);
    let aside = mirror.with_added_extension(format!("damaged-{}", now.0));
    for end in ["", "-wal", "-shm"] {
        let with_end = |path: &Path| {
            let mut name = path.as_os_str().to_owned();
            name.push(end);
            std::path::PathBuf::from(name)
        };
        if with_end(&mirror).exists() {
            files::rename(&with_end(&mirror), &with_end(&aside))?;
        }
    }
    files::rename(fresh, &mirror)?;
    let salt = files::salt_of(&mirror)?;
    book.files.iter_mut().for_each(|it| it.mirror = salt);
    home.slots().save(book)
}
