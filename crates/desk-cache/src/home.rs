//! The data folder of one desk: where its files are, and that only one process uses it.
//!
//! Invariant: where there are key slots there is a desk, and nothing here is ever overwritten by setting up or
//! restoring. Slots are written last, and only they hold the key: files beside the marker of an unfinished set-up, and
//! without slots, were never open to anybody but the set-up that was cut off, and are cleared by the next one.

use crate::{
    error::{CacheError, Part},
    files,
    keys::{
        keyring::{KeyStore, Keyring},
        slots::SlotFiles,
    },
};
use clinic_domain::time::Instant;
use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// A claimed data folder. Clones share the claim; it ends with the last of them.
#[derive(Clone)]
pub struct Home(Arc<Claim>);

struct Claim {
    folder: PathBuf,
    _lock: File,
    is_open: AtomicBool,
}

/// What can be said about a data folder without any key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HomeStatus {
    NotSetUp,
    Locked { key_store: KeyStore },
    Unlocked { key_store: KeyStore },
}

impl Home {
    /// Makes the folder if needed, readable for its owner only, and claims it for this process.
    ///
    /// # Errors
    /// [`CacheError::HomeInUse`] while another process has it.
    pub fn claim(folder: &Path) -> Result<Home, CacheError> {
        make_private_folder(folder)?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join("lock"))
            .map_err(CacheError::io("opening the lock of the data folder"))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(CacheError::HomeInUse),
            Err(TryLockError::Error(error)) => return Err(CacheError::io("locking the data folder")(error)),
        }
        let claim = Claim { folder: folder.to_owned(), _lock: lock, is_open: AtomicBool::new(false) };
        let home = Home(Arc::new(claim));
        if home.slots().exist() {
            // A set-up that got as far as its slots had only this left to do.
            home.finish_set_up()?;
        }
        Ok(home)
    }

    /// # Errors
    /// [`CacheError::Damaged`] when there is a desk whose key slots are gone or unreadable.
    pub fn status(&self) -> Result<HomeStatus, CacheError> {
        if !self.is_set_up() {
            return Ok(HomeStatus::NotSetUp);
        }
        let key_store = self.slots().load()?.key_store;
        if self.0.is_open.load(Ordering::Acquire) {
            return Ok(HomeStatus::Unlocked { key_store });
        }
        Ok(HomeStatus::Locked { key_store })
    }

    /// What is left on the disk of the data folder, in MiB.
    pub fn free_mebibytes(&self) -> Result<u64, CacheError> {
        let free =
            fs4::available_space(self.folder()).map_err(CacheError::io("asking for the free space"))?;
        Ok(free / (1024 * 1024))
    }

    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.0.folder
    }

    /// Databases without slots are a damaged desk, unless they are what a set-up left that was cut off.
    pub(crate) fn is_set_up(&self) -> bool {
        let has_database = self.file(Part::Vault).exists() || self.file(Part::Mirror).exists();
        self.slots().exist() || (has_database && !self.is_cut_off())
    }

    /// Whether setting up began here and did not come to its end. Nothing that anybody entered is in the folder.
    #[must_use]
    pub fn is_cut_off(&self) -> bool {
        self.marker().exists() && !self.slots().exist()
    }

    /// Clears what an interrupted set-up left and marks that one is under way.
    pub(crate) fn begin_set_up(&self) -> Result<(), CacheError> {
        if self.is_set_up() {
            return Err(CacheError::AlreadySetUp);
        }
        files::replace(&self.marker(), b"unfinished set-up\n")?;
        for path in self.every_file() {
            files::remove_if_there(&path)?;
        }
        Ok(())
    }

    /// From here on the folder holds a desk.
    pub(crate) fn finish_set_up(&self) -> Result<(), CacheError> {
        if self.marker().exists() {
            files::remove_if_there(&self.marker())?;
            files::sync_folder_of(&self.marker())?;
        }
        Ok(())
    }

    /// One unlocked store at a time. The answer gives the folder free when it is dropped.
    pub(crate) fn occupy(&self) -> Result<Occupied, CacheError> {
        if self.0.is_open.swap(true, Ordering::AcqRel) {
            return Err(CacheError::AlreadyUnlocked);
        }
        Ok(Occupied(self.clone()))
    }

    pub(crate) fn slots(&self) -> SlotFiles {
        SlotFiles { a: self.join("slots.a"), b: self.join("slots.b") }
    }

    pub(crate) fn file(&self, part: Part) -> PathBuf {
        self.join(match part {
            Part::Mirror => "mirror.db",
            Part::Head => "head",
            Part::Slots => "slots.a",
            _ => "vault.db",
        })
    }

    /// Where a file is made before it takes the other one's place.
    pub(crate) fn next(&self, part: Part) -> PathBuf {
        self.file(part).with_added_extension("next")
    }

    /// Moves everything of a desk that cannot be opened any more into a folder beside it, so that a backup can be
    /// restored in its place. Nothing is deleted.
    ///
    /// # Errors
    /// [`CacheError::AlreadyUnlocked`] while the desk is open.
    pub fn set_aside(&self, now: Instant) -> Result<PathBuf, CacheError> {
        let _occupied = self.occupy()?;
        self.put_aside(now)
    }

    fn put_aside(&self, now: Instant) -> Result<PathBuf, CacheError> {
        let aside = self.join(&format!("set-aside-{}", now.0));
        make_private_folder(&aside)?;
        for path in self.every_file() {
            if let Some(name) = path.file_name()
                && path.exists()
            {
                files::rename(&path, &aside.join(name))?;
            }
        }
        files::sync_folder_of(&self.marker())?;
        Ok(aside)
    }

    /// Makes a desk that nobody may open any more one that nobody can: what opens its files goes for good.
    ///
    /// # Errors
    /// [`CacheError::AlreadyUnlocked`] while the desk is open.
    pub fn destroy_keys(&self, now: Instant) -> Result<(), CacheError> {
        let _occupied = self.occupy()?;
        let book = self.slots().load()?;
        if book.key_store == KeyStore::Os {
            Keyring::of(&book.desk).forget()?;
        }
        self.slots().remove()?;
        self.put_aside(now).map(drop)
    }

    /// Lets a desk without an organization be set up anew: its files are set aside.
    ///
    /// # Errors
    /// As for [`Home::set_aside`].
    pub fn begin_again(&self, now: Instant) -> Result<(), CacheError> {
        self.set_aside(now)?;
        self.begin_set_up()
    }

    /// With its log.
    pub(crate) fn bytes_of(&self, part: Part) -> u64 {
        let file = self.file(part);
        let mut log = file.clone().into_os_string();
        log.push("-wal");
        [file, log.into()].iter().filter_map(|it| fs::metadata(it).ok()).map(|it| it.len()).sum()
    }

    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.0.folder.join(name)
    }

    fn marker(&self) -> PathBuf {
        self.join("unfinished")
    }

    fn every_file(&self) -> Vec<PathBuf> {
        let names = ["slots.a", "slots.b", "head", "reserve"].map(str::to_owned);
        let databases = ["vault.db", "mirror.db"];
        let databases =
            databases.iter().flat_map(|it| ["", "-wal", "-shm", ".next"].map(|end| format!("{it}{end}")));
        names.into_iter().chain(databases).map(|it| self.join(&it)).collect()
    }
}

/// That a store is unlocked on this folder.
pub(crate) struct Occupied(Home);

impl Drop for Occupied {
    fn drop(&mut self) {
        self.0.0.is_open.store(false, Ordering::Release);
    }
}

fn make_private_folder(folder: &Path) -> Result<(), CacheError> {
    fs::create_dir_all(folder).map_err(CacheError::io("creating the data folder"))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
            .map_err(CacheError::io("making the data folder private"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_claimed_once() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::claim(&folder.path().join("deep/home")).unwrap();
        assert_eq!(home.status().unwrap(), HomeStatus::NotSetUp);
        let second = Home::claim(home.folder()).map(|_| ()).unwrap_err();
        assert_eq!(second.code(), "home_in_use");
        let path = home.folder().to_owned();
        drop(home);
        Home::claim(&path).unwrap();
    }

    #[test]
    fn an_unfinished_set_up_is_cleared_and_a_finished_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::claim(folder.path()).unwrap();
        home.begin_set_up().unwrap();
        fs::write(home.file(Part::Vault), b"half").unwrap();
        assert_eq!(home.status().unwrap(), HomeStatus::NotSetUp);
        assert!(home.is_cut_off());
        home.begin_set_up().unwrap();
        assert!(!home.file(Part::Vault).exists());
        fs::write(home.file(Part::Vault), b"whole").unwrap();
        home.finish_set_up().unwrap();
        assert_eq!(home.begin_set_up().unwrap_err().code(), "already_set_up");
        assert_eq!(home.status().unwrap_err().code(), "damaged");
    }

    /// A power cut can bring the marker back that was removed a moment before.
    #[test]
    fn slots_say_more_than_a_marker() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::claim(folder.path()).unwrap();
        for path in [home.file(Part::Vault), home.file(Part::Slots), home.marker()] {
            fs::write(path, b"whole").unwrap();
        }
        assert!(home.is_set_up() && !home.is_cut_off());
        assert_eq!(home.begin_set_up().unwrap_err().code(), "already_set_up");
        drop(home);
        let home = Home::claim(folder.path()).unwrap();
        assert!(!home.marker().exists() && home.file(Part::Vault).exists());
    }
}
