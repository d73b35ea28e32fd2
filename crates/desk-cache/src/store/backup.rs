//! Backups of an unlocked desk, and bringing one back on any PC.

use super::{
    Recovered, Store,
    create::make_device_key,
    open::{self, Loss, Unsealed},
    unlock::{note, open_with_code},
};
use crate::{
    backup::{self, BackupFacts, BackupReport, Pack, Source},
    cipher::{self, Key, Mode},
    error::{CacheError, Part},
    files,
    head::HeadFile,
    home::Home,
    keys::{
        DeskKey,
        keyring::{KeyStore, Keyring},
        random,
        recovery::RecoveryCode,
        slot::{DeskKeys, Slot},
        slots::{FileSalts, SlotBook},
        tries::Tries,
    },
    migrate,
    vault::{self, people, people::SlotRow},
};
use clinic_domain::{
    id::{DeviceId, PersonId},
    personal::Personal,
    time::Instant,
};
use std::path::Path;

/// The desk that a backup becomes.
#[derive(Clone, Copy)]
pub struct RestoreAs {
    pub key_store: KeyStore,
    /// A new one: two desks with one name would number their operations alike.
    pub device: DeviceId,
    pub now: Instant,
}

impl Store {
    /// Makes a backup in `folder`, checks it by opening it, and removes this desk's older ones but `keep`. Work goes
    /// on meanwhile.
    ///
    /// # Errors
    /// [`CacheError::DiskFull`], or what was found wrong with the copy; the older backups are all there then.
    pub fn backup_to(
        &self,
        folder: &Path,
        keep: usize,
        by: Option<PersonId>,
        now: Instant,
    ) -> Result<BackupReport, CacheError> {
        let guard = self.session()?;
        let session = guard.get();
        session.mirror.catch_up()?;
        let (vault, mirror) = (session.glance_at_vault()?, session.glance_at_mirror()?);
        let book = session.book().clone();
        let source = Source { vault: &vault, mirror: &mirror, book: &book, key: &session.key };
        let report = backup::write(folder, &source, now)?;
        session.keep(|vault| vault::set_backed_up_at(vault, now))?;
        let position = report.contents.position;
        let detail =
            format!("{} entries, {} operations, {} bytes", position.entries, position.seq, report.bytes);
        note(session, now, by, "backup_made", Personal::new(detail))?;
        backup::keep_newest(folder, &book, keep)?;
        Ok(report)
    }

    /// Sets up a desk from a backup, in a folder that has none, under new keys and as a new device. Nobody's password
    /// is valid there before it is set.
    ///
    /// # Errors
    /// [`CacheError::AlreadySetUp`]: a desk is never overwritten. [`CacheError::WrongRecoveryCode`],
    /// [`CacheError::Damaged`] before anything was written.
    pub fn restore(
        file: &Path,
        home: &Home,
        code: &RecoveryCode,
        to: RestoreAs,
    ) -> Result<Recovered, CacheError> {
        let occupied = home.occupy()?;
        if home.is_set_up() {
            return Err(CacheError::AlreadySetUp);
        }
        let mut pack = Pack::open(file)?;
        let old = SlotBook::decode(&pack.slots()?).map_err(|it| match it {
            newer @ CacheError::NewerSchema { .. } => newer,
            _ => CacheError::damaged(Part::Backup, "its key slots are not readable"),
        })?;
        let (_, DeskKeys { current: old_key, .. }) = open_with_code(&old, code)?;
        pack.check(&old_key.backup())?;
        let desk = *to.device.as_bytes();
        let device_key = make_device_key(to.key_store, &Keyring::of(&desk))?;
        home.begin_set_up()?;
        let key = DeskKey::random()?;
        unpack(&mut pack, home, &old_key, &key)?;
        let keys = DeskKeys { current: key.again(), next: None };
        let slot = Slot::for_recovery(&desk, code.key(), &keys)?;
        let files = adopt(home, &key, to.device, &slot)?;
        let mut book = SlotBook {
            generation: 0,
            desk,
            key_store: to.key_store,
            login_salt: random()?,
            files: vec![files],
            tries: Tries::default(),
            slots: vec![slot.clone()],
        };
        home.slots().save(&mut book)?;
        home.finish_set_up()?;
        let unsealed = Unsealed { home: home.clone(), book, key, device_key };
        let opened = open::open(unsealed, Loss::Refuse, to.now)?;
        let recovery_code = opened.session.add_recovery_code(Some(&slot))?;
        let BackupFacts { device, made_at, .. } = pack.manifest.facts;
        let detail = Personal::new(format!("from the backup of {device} at {}", made_at.0));
        note(&opened.session, to.now, None, "restored", detail)?;
        let store = Store::start(home.clone(), occupied, opened)?;
        Ok(Recovered { store, recovery_code, passwords_are_void: true })
    }
}

/// The databases of the backup, checked, under the new key in their places.
fn unpack(pack: &mut Pack, home: &Home, old_key: &DeskKey, key: &DeskKey) -> Result<(), CacheError> {
    let (vault, mirror) = (home.next(Part::Vault), home.next(Part::Mirror));
    pack.unpack_vault(&vault)?;
    pack.unpack_mirror(&mirror)?;
    let promised = pack.manifest.facts;
    let found = BackupFacts { made_at: promised.made_at, ..backup::verify(&vault, &mirror, old_key)? };
    if found != promised {
        return Err(CacheError::damaged(Part::Backup, "it holds something else than it says"));
    }
    for (part, path) in [(Part::Vault, vault), (Part::Mirror, mirror)] {
        copy(&path, &old_key.file(part), &home.file(part), &key.file(part))?;
        files::remove_if_there(&path)?;
    }
    Ok(())
}

fn copy(from: &Path, from_key: &Key, to: &Path, to_key: &Key) -> Result<(), CacheError> {
    cipher::copy(&cipher::open(from, from_key, Mode::Glance)?, to, to_key)
}

/// The vault becomes the new device's, and only the recovery code opens it.
fn adopt(home: &Home, key: &DeskKey, device: DeviceId, slot: &Slot) -> Result<FileSalts, CacheError> {
    let (vault_path, mirror_path) = (home.file(Part::Vault), home.file(Part::Mirror));
    let mut vault = cipher::open(&vault_path, &key.file(Part::Vault), Mode::Vault)?;
    migrate::migrate(&mut vault, &migrate::VAULT)?;
    let transaction = vault.transaction()?;
    let seq = vault::tip(&transaction)?.seq;
    vault::rename(&transaction, device, seq)?;
    people::keep_only(&transaction, &[])?;
    people::put(&transaction, &SlotRow::of(slot, None))?;
    let position = vault::tip(&transaction)?.position();
    transaction.commit()?;
    HeadFile::create(&home.file(Part::Head), key.head(), *device.as_bytes(), &position)?;
    Ok(FileSalts { vault: files::salt_of(&vault_path)?, mirror: files::salt_of(&mirror_path)? })
}
