//! Small files beside the databases: replaced as a whole, flushed with their folder.

use crate::error::CacheError;
use std::{
    fs::{self, File},
    io::{Read, Write},
    path::Path,
};

/// Writes a new file and renames it over the old one; after a crash either of them is there, whole.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), CacheError> {
    let fresh = path.with_added_extension("new");
    let mut file = File::create(&fresh).map_err(CacheError::io("creating a file of the desk"))?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(CacheError::io("writing a file of the desk"))?;
    drop(file);
    rename(&fresh, path)
}

/// Renames within a folder and flushes the folder.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), CacheError> {
    fs::rename(from, to).map_err(CacheError::io("renaming a file of the desk"))?;
    sync_folder_of(to)
}

pub(crate) fn sync_folder_of(path: &Path) -> Result<(), CacheError> {
    // Windows has no flush of a folder; there the rename itself is journaled.
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        File::open(folder)
            .and_then(|it| it.sync_all())
            .map_err(CacheError::io("flushing the data folder"))?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

pub(crate) fn remove_if_there(path: &Path) -> Result<(), CacheError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(CacheError::io("removing a file of the desk")(error))
        }
        _ => Ok(()),
    }
}

/// The salt that SQLCipher keeps in clear at the start of a database.
pub(crate) fn salt_of(path: &Path) -> Result<[u8; 16], CacheError> {
    let mut salt = [0; 16];
    File::open(path)
        .and_then(|mut file| file.read_exact(&mut salt))
        .map_err(CacheError::io("reading the start of a database"))?;
    Ok(salt)
}
