//! Backups: where they go, one a day and whenever a person asks, and bringing one back.

use crate::{
    env::{Clock, Ids},
    error::{AppError, AppResult},
    front_desk::FrontDesk,
    password,
    sign_in::{Recovered, Recovery, give_first_person},
};
use clinic_domain::{
    arbitration::permitted,
    id::{DeviceId, PersonId},
    invalid::{Field, Problem},
    people::Permission,
    refusal::Refusal,
    time::Instant,
};
use desk_cache::{CacheError, Home, RecoveryCode, Store, backup::BackupReport, store::RestoreAs};
use std::path::{Path, PathBuf};

/// Backups of this desk that a folder keeps: two weeks of daily ones.
const KEPT: usize = 14;
const A_DAY_SECONDS: i64 = 24 * 60 * 60;

pub struct BackupState {
    pub folder: Option<PathBuf>,
    pub last_at: Option<Instant>,
}

pub fn state(desk: &FrontDesk, who: PersonId) -> AppResult<BackupState> {
    permitted(&desk.author(who)?, Permission::ManageBackups)?;
    Ok(BackupState { folder: desk.store.backup_folder()?, last_at: desk.store.backed_up_at()? })
}

/// From now on backups go to this folder; it has to be there and writable.
pub fn set_folder(desk: &FrontDesk, who: PersonId, folder: &str) -> AppResult<()> {
    permitted(&desk.author(who)?, Permission::ManageBackups)?;
    let path = Path::new(folder.trim());
    if !path.is_absolute() {
        return Err(Refusal::Invalid { field: Field::Folder, problem: Problem::NotAWholePath }.into());
    }
    if !path.is_dir() {
        return Err(Refusal::Invalid { field: Field::Folder, problem: Problem::DoesNotExist }.into());
    }
    let mut entry = desk.entry(who, "set_backup_folder");
    entry.detail = folder.trim().into();
    desk.store.set_backup_folder(folder.trim())?;
    desk.audit(&entry)
}

pub fn back_up_now(desk: &FrontDesk, who: PersonId) -> AppResult<BackupReport> {
    permitted(&desk.author(who)?, Permission::ManageBackups)?;
    let Some(folder) = desk.store.backup_folder()? else {
        return Err(Refusal::Invalid { field: Field::Folder, problem: Problem::NotChosen }.into());
    };
    Ok(desk.store.backup_to(&folder, KEPT, Some(who), desk.now())?)
}

/// Whether the daily backup is due: a folder is chosen and the last one is a day old.
pub fn is_due(desk: &FrontDesk) -> AppResult<bool> {
    let is_old = desk.store.backed_up_at()?.is_none_or(|at| desk.now().0 - at.0 >= A_DAY_SECONDS);
    Ok(is_old && desk.store.backup_folder()?.is_some())
}

/// The desk's own daily backup; nobody has to ask.
pub fn back_up_daily(desk: &FrontDesk) -> AppResult<()> {
    if let Some(folder) = desk.store.backup_folder()? {
        desk.store.backup_to(&folder, KEPT, None, desk.now())?;
    }
    Ok(())
}

/// Sets up this empty desk from a backup file, with the recovery code; one person gets a new password.
pub fn restore(home: &Home, clock: Clock, backup: &[u8], recovery: &Recovery<'_>) -> AppResult<Recovered> {
    let login = recovery.login.trim().to_lowercase();
    password::check(recovery.new_password, &login).map_err(AppError::WeakPassword)?;
    let code = RecoveryCode::parse(recovery.code)?;
    let to = RestoreAs {
        key_store: recovery.key_store,
        device: DeviceId(Ids::new(clock).next()),
        now: clock.now(),
    };
    let restored = in_a_file(home, backup, |file| Store::restore(file, home, &code, to))?;
    give_first_person(restored.store, restored.recovery_code.text(), clock, &login, recovery)
}

/// A backup that came as bytes, in the data folder while `work` needs it there.
pub(crate) fn in_a_file<T>(
    home: &Home,
    backup: &[u8],
    work: impl FnOnce(&Path) -> Result<T, CacheError>,
) -> Result<T, CacheError> {
    let file = home.folder().join("restore.tmp");
    std::fs::write(&file, backup).map_err(CacheError::io("keeping the backup while it is read"))?;
    let done = work(&file);
    if let Err(error) = std::fs::remove_file(&file) {
        tracing::warn!(%error, "the copy of the backup stays in the data folder");
    }
    done
}
