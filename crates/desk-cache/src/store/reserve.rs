//! Room that is kept for the day when the disk is full.
//!
//! Bookings are refused while the disk still has a little, and a file of 16 MiB is given up for what has to be
//! written all the same: who looked at whom. So the list of today stays readable, and looking stays on record.

use crate::{error::CacheError, files};
use std::{
    fs::File,
    io::Write,
    path::{Path, PathBuf},
};

pub(super) struct Reserve {
    file: PathBuf,
}

const RESERVED: u64 = 16 * 1024 * 1024;
/// A booking writes some pages to two logs, and a checkpoint as much again.
const FOR_BOOKINGS: u64 = 8 * 1024 * 1024;

impl Reserve {
    pub(super) fn in_folder(folder: &Path) -> Reserve {
        Reserve { file: folder.join("reserve") }
    }

    /// Whether there is room for a booking; if not, gives up the reserve for everything else.
    pub(super) fn make_room(&self) -> Result<bool, CacheError> {
        let free = self.free()?;
        if free >= FOR_BOOKINGS + RESERVED {
            return Ok(true);
        }
        let is_kept = self.file.exists();
        if free >= FOR_BOOKINGS && is_kept {
            return Ok(true);
        }
        if is_kept {
            tracing::warn!("the disk is full: bookings are refused, the reserve is given up");
            self.give_up()?;
        }
        Ok(false)
    }

    pub(super) fn give_up(&self) -> Result<(), CacheError> {
        files::remove_if_there(&self.file)
    }

    /// Takes the reserve, again or for the first time, when there is plenty of room.
    pub(super) fn restock(&self) -> Result<(), CacheError> {
        if self.file.exists() || self.free()? < 2 * (RESERVED + FOR_BOOKINGS) {
            return Ok(());
        }
        let fresh = self.file.with_added_extension("new");
        let mut file = File::create(&fresh).map_err(CacheError::io("creating the reserve"))?;
        let zeros = vec![0; 1024 * 1024];
        for _ in 0..RESERVED / zeros.len() as u64 {
            file.write_all(&zeros).map_err(CacheError::io("writing the reserve"))?;
        }
        drop(file);
        files::rename(&fresh, &self.file)
    }

    fn free(&self) -> Result<u64, CacheError> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        fs4::available_space(folder).map_err(CacheError::io("asking for the free space"))
    }
}
