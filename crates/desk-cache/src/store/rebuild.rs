//! A mirror that is damaged or gone, made again beside a vault that is not: from a backup's mirror or from nothing,
//! and from there on from the vault's own receipts. So losing the mirror loses no booking, not even those that were
//! made after the last backup.
//!
//! Invariant: the new mirror takes the other one's place only when it has all that the vault answers for, and when the
//! person may do this by the roles that stand in it.

use super::{
    Finding, Store, Unlocked,
    check::check_pages,
    enter::{Entered, enter},
    open::{self, Loss},
    unlock::{self, check_listed, finish},
};
use crate::{
    backup::{self, Pack},
    cipher::{self, Mode},
    error::{CacheError, Part},
    files,
    home::Home,
    keys::{DeskKey, slot::password_key, slots::SlotBook},
    migrate, mirror,
    vault::{self, audit},
};
use clinic_domain::{id::PersonId, personal::Personal, time::Instant};
use rusqlite::Connection;
use std::{
    fs::File,
    path::{Path, PathBuf},
};

impl Store {
    /// Unlocks a desk whose mirror cannot be opened, with a new mirror: from `backup`, or else from the newest backup
    /// of this desk that can be read, or from the receipts alone where there is none. `may` says whether the person
    /// may decide that. The damaged files stay in the folder under another name.
    ///
    /// # Errors
    /// As for [`Store::unlock`]; [`CacheError::BackupTooOld`] when rows (of an import, say) are neither in the backup
    /// nor in the vault; [`CacheError::NotAllowed`] when `may` says no; for a given `backup`
    /// [`CacheError::Damaged`] with [`Part::Backup`] when it is not whole or under a key that the password does not
    /// open, and [`CacheError::ForeignFile`] when it has another history. Nothing was changed then.
    pub fn rebuild_mirror(
        home: &Home,
        login: &str,
        password: &str,
        backup: Option<&Path>,
        now: Instant,
        may: impl Fn(&mirror::Reader<'_>, PersonId) -> Result<bool, CacheError>,
    ) -> Result<Unlocked, CacheError> {
        let occupied = home.occupy()?;
        let mut entered = enter(home, login, password, now)?;
        let person = entered.signed_in.person;
        let making = Making::begin(&entered, login, password)?;
        let backup_of = match backup {
            Some(file) => Some(making.take_backup(file)?),
            None => making.take_newest()?,
        };
        if !making.read(|mirror| may(mirror, person))? {
            return Err(CacheError::NotAllowed);
        }
        let fresh = making.end();
        put_in_place(home, &fresh, &mut entered.unsealed.book, now)?;
        let mut unlocked = finish(home, occupied, entered, Loss::Refuse, now)?;
        let pass = unlocked.store.session()?;
        let detail = backup_of.map_or_else(
            || "from the receipts alone".to_owned(),
            |made_at| format!("from the backup of {} and the receipts after it", made_at.0),
        );
        unlock::note(pass.get(), now, Some(person), "mirror_rebuilt", Personal::new(detail))?;
        drop(pass);
        unlocked.store.found.push(Finding::MirrorRebuilt { backup_of });
        Ok(unlocked)
    }
}

/// A new mirror that is being made.
struct Making<'a> {
    entered: &'a Entered,
    login: &'a str,
    password: &'a str,
    vault: Connection,
    fresh: PathBuf,
}

impl<'a> Making<'a> {
    fn begin(entered: &'a Entered, login: &'a str, password: &'a str) -> Result<Making<'a>, CacheError> {
        let unsealed = &entered.unsealed;
        let vault = open::open_file(&unsealed.home, &unsealed.key, Part::Vault, Mode::Vault)?;
        check_listed(&vault, &entered.slot, Some(entered.signed_in.person))?;
        let fresh = unsealed.home.next(Part::Mirror);
        Ok(Making { entered, login, password, vault, fresh })
    }

    /// When the backup that served was made.
    fn take_newest(&self) -> Result<Option<Instant>, CacheError> {
        let unsealed = &self.entered.unsealed;
        let chosen = vault::backup_folder(&self.vault).map_err(|it| it.of(Part::Vault))?;
        let folders = chosen.into_iter().chain([unsealed.home.join(open::BEFORE_UPGRADE)]);
        for file in backup::newest_first(folders, &unsealed.book) {
            match self.take_backup(&file) {
                Ok(made_at) => return Ok(Some(made_at)),
                Err(
                    problem @ (CacheError::Damaged { part: Part::Backup, .. }
                    | CacheError::ForeignFile { .. }
                    | CacheError::NewerSchema { .. }
                    | CacheError::Io { .. }),
                ) => tracing::warn!(%problem, "a backup is passed over"),
                // An older one has less.
                Err(other) => return Err(other),
            }
        }
        files::remove_if_there(&self.fresh)?;
        drop(cipher::create(&self.fresh, &unsealed.key.file(Part::Mirror), Mode::Copy)?);
        self.catch_up()?;
        Ok(None)
    }

    fn take_backup(&self, file: &Path) -> Result<Instant, CacheError> {
        files::remove_if_there(&self.fresh)?;
        let mut pack = Pack::open(file)?;
        let key = self.key_of(&mut pack)?;
        self.check_history(&pack)?;
        let unpacked = self.fresh.with_added_extension("unpacked");
        pack.unpack_mirror(&unpacked)?;
        let today = self.entered.unsealed.key.file(Part::Mirror);
        let copied = cipher::open(&unpacked, &key.file(Part::Mirror), Mode::Glance).and_then(|mirror| {
            check_pages(&mirror, Part::Backup)?;
            cipher::copy(&mirror, &self.fresh, &today)
        });
        files::remove_if_there(&unpacked)?;
        copied.map_err(|it| it.of(Part::Backup))?;
        self.catch_up()?;
        Ok(pack.manifest.facts.made_at)
    }

    /// Brings the new mirror to today's tables and to the last receipt of the vault, and onto the disk.
    fn catch_up(&self) -> Result<(), CacheError> {
        let mut mirror = self.open(Mode::Copy)?;
        migrate::migrate(&mut mirror, &migrate::MIRROR)?;
        let tip = vault::tip(&self.vault).map_err(|it| it.of(Part::Vault))?;
        open::replay(&self.vault, &mut mirror, &tip).map_err(|problem| match problem {
            CacheError::Damaged { part: Part::Mirror, detail } => CacheError::BackupTooOld { detail },
            other => other,
        })?;
        mirror.close().map_err(|(_, error)| error)?;
        File::open(&self.fresh).and_then(|it| it.sync_all()).map_err(CacheError::io("flushing a new mirror"))
    }

    fn read<T>(
        &self,
        work: impl FnOnce(&mirror::Reader<'_>) -> Result<T, CacheError>,
    ) -> Result<T, CacheError> {
        work(&mirror::Reader::new(&self.open(Mode::Glance)?))
    }

    fn open(&self, mode: Mode) -> Result<Connection, CacheError> {
        cipher::open(&self.fresh, &self.entered.unsealed.key.file(Part::Mirror), mode)
    }

    /// The new file, and nothing is held open any more.
    fn end(self) -> PathBuf {
        self.fresh
    }

    /// The vault goes on from where the backup was made: receipts of another history do not fit its mirror.
    fn check_history(&self, pack: &Pack) -> Result<(), CacheError> {
        let then = pack.manifest.facts.position;
        match audit::hash_at(&self.vault, then.entries).map_err(|it| it.of(Part::Vault))? {
            Some(hash) if hash == then.hash => Ok(()),
            _ => Err(CacheError::ForeignFile { part: Part::Backup }),
        }
    }

    /// Today's desk key, or the one before it, which the same password opens in the backup's own slots.
    fn key_of(&self, pack: &mut Pack) -> Result<DeskKey, CacheError> {
        let unsealed = &self.entered.unsealed;
        if pack.check(&unsealed.key.backup()).is_ok() {
            return Ok(unsealed.key.again());
        }
        let damaged =
            || CacheError::damaged(Part::Backup, "it is not whole, or the password does not open it");
        let book = SlotBook::decode(&pack.slots()?).map_err(|_| damaged())?;
        let id = book.id_of(self.login);
        let slot = book.person(&id).ok_or_else(damaged)?;
        slot.cost.check()?;
        let device_key = unsealed.device_key.as_ref();
        let wrapping = password_key(device_key, self.password, slot.cost, &slot.salt, &book.desk, &id)?;
        let (private, _) = slot.open(&book.desk, &wrapping).ok_or_else(damaged)?;
        let key = slot.keys(&book.desk, &private)?.current;
        pack.check(&key.backup())?;
        Ok(key)
    }
}

/// Until the slots know the new file the desk says that its mirror is another desk's, and this can be done again.
fn put_in_place(home: &Home, fresh: &Path, book: &mut SlotBook, now: Instant) -> Result<(), CacheError> {
    let mirror = home.file(Part::Mirror);
    let aside = mirror.with_added_extension(format!("damaged-{}", now.0));
    for end in ["", "-wal", "-shm"] {
        let with_end = |path: &Path| {
            let mut name = path.as_os_str().to_owned();
            name.push(end);
            PathBuf::from(name)
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
