//! Connections that screens read the mirror with.

use super::session::guard;
use crate::{
    cipher::{self, Key, Mode},
    error::{CacheError, Part},
    mirror,
};
use rusqlite::Connection;
use std::{
    path::PathBuf,
    sync::{Mutex, TryLockError},
};

/// One connection with a large cache that nearly every read gets, and small ones for reads beside it.
pub(super) struct Readers {
    path: PathBuf,
    key: Key,
    first: Mutex<Connection>,
    others: Mutex<Vec<Connection>>,
}

const OTHERS_KEPT: usize = 2;

impl Readers {
    pub(super) fn open(path: PathBuf, key: Key) -> Result<Readers, CacheError> {
        let first = cipher::open(&path, &key, Mode::Reader).map_err(|it| it.of(Part::Mirror))?;
        Ok(Readers { path, key, first: Mutex::new(first), others: Mutex::new(Vec::new()) })
    }

    /// Runs `work` on one snapshot.
    pub(super) fn read<T, E: From<CacheError>>(
        &self,
        work: impl FnOnce(&mirror::Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        match self.first.try_lock() {
            Ok(first) => return on_snapshot(&first, work),
            Err(TryLockError::Poisoned(poisoned)) => return on_snapshot(&poisoned.into_inner(), work),
            Err(TryLockError::WouldBlock) => {}
        }
        let kept = guard(&self.others).pop();
        let other = match kept {
            Some(other) => other,
            None => cipher::open(&self.path, &self.key, Mode::Glance).map_err(|it| it.of(Part::Mirror))?,
        };
        let answer = on_snapshot(&other, work);
        let mut others = guard(&self.others);
        if others.len() < OTHERS_KEPT {
            others.push(other);
        }
        answer
    }
}

pub(super) fn on_snapshot<T, E: From<CacheError>>(
    connection: &Connection,
    work: impl FnOnce(&mirror::Reader<'_>) -> Result<T, E>,
) -> Result<T, E> {
    // Rolled back when it is dropped: it only reads.
    let _snapshot = connection.unchecked_transaction().map_err(|it| CacheError::from(it).of(Part::Mirror))?;
    work(&mirror::Reader::new(connection))
}
