//! Files that a person chose, kept in memory until they are imported, restored or let go. Nothing is written.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// All staged files together.
pub const MAX_BYTES: usize = 1 << 30;

#[derive(Default)]
pub struct Staging {
    files: Mutex<Vec<Arc<StagedFile>>>,
}

pub struct StagedFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Staging {
    /// Adds a file; `false` when all of them together would be too large.
    pub fn add(&self, name: String, bytes: Vec<u8>) -> bool {
        let mut files = self.files();
        let total: usize = files.iter().map(|it| it.bytes.len()).sum();
        if total + bytes.len() > MAX_BYTES {
            return false;
        }
        files.retain(|it| it.name != name);
        files.push(Arc::new(StagedFile { name, bytes }));
        true
    }

    #[must_use]
    pub fn all(&self) -> Vec<Arc<StagedFile>> {
        self.files().clone()
    }

    pub fn clear(&self) {
        self.files().clear();
    }

    fn files(&self) -> MutexGuard<'_, Vec<Arc<StagedFile>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
