//! The mirror's writing connection, and what the mirror is still owed.
//!
//! Decisions read through the same connection: SQLite empties the page cache of every other one with each change, so
//! they would decrypt anew what the booking before had read.
//!
//! Invariant: changes are applied in the order of their numbers, each exactly once, and a reader that calls
//! [`MirrorFile::catch_up`] sees everything that was owed before.

use super::session::guard;
use crate::{
    error::{CacheError, Part},
    mirror,
};
use clinic_domain::operation::Change;
use rusqlite::{Connection, TransactionBehavior};
use std::{
    collections::VecDeque,
    sync::{
        Mutex, MutexGuard,
        atomic::{AtomicU64, Ordering},
    },
};

pub(super) struct MirrorFile {
    connection: Mutex<Connection>,
    owed: Mutex<VecDeque<(u64, Vec<Change>)>>,
    /// The last number owed and the last one applied: equal means that there is nothing to wait for.
    owed_seq: AtomicU64,
    applied_seq: AtomicU64,
}

impl MirrorFile {
    /// A mirror that has everything up to `seq`.
    pub(super) fn new(connection: Connection, seq: u64) -> MirrorFile {
        MirrorFile {
            connection: Mutex::new(connection),
            owed: Mutex::new(VecDeque::new()),
            owed_seq: AtomicU64::new(seq),
            applied_seq: AtomicU64::new(seq),
        }
    }

    /// Called by the one writer, in the order of the numbers.
    pub(super) fn owe(&self, recorded: Vec<(u64, Vec<Change>)>) {
        let Some(&(seq, _)) = recorded.last() else { return };
        guard(&self.owed).extend(recorded);
        self.owed_seq.store(seq, Ordering::Release);
    }

    /// Applies what is owed; waits for whoever is applying it already.
    pub(super) fn catch_up(&self) -> Result<(), CacheError> {
        if self.applied_seq.load(Ordering::Acquire) == self.owed_seq.load(Ordering::Acquire) {
            return Ok(());
        }
        self.caught_up().map(|_| ())
    }

    /// The connection, with everything that was owed applied; nothing else is while the guard lives.
    pub(super) fn caught_up(&self) -> Result<MutexGuard<'_, Connection>, CacheError> {
        let mut connection = self.connection();
        let batch: Vec<_> = guard(&self.owed).drain(..).collect();
        let Some(&(last, _)) = batch.last() else {
            return Ok(connection);
        };
        if let Err(problem) = apply_all(&mut connection, &batch) {
            let mut owed = guard(&self.owed);
            batch.into_iter().rev().for_each(|it| owed.push_front(it));
            return Err(problem.of(Part::Mirror));
        }
        self.applied_seq.store(last, Ordering::Release);
        Ok(connection)
    }

    /// For bulk loading, which writes rows before their operation is recorded.
    pub(super) fn connection(&self) -> MutexGuard<'_, Connection> {
        guard(&self.connection)
    }
}

/// The number of the last operation whose changes are in the mirror.
pub(super) fn cursor(connection: &Connection) -> Result<u64, CacheError> {
    mirror::Reader::new(connection).cursor()
}

pub(super) fn apply_all(connection: &mut Connection, batch: &[(u64, Vec<Change>)]) -> Result<(), CacheError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (seq, changes) in batch {
        mirror::apply(&transaction, *seq, changes)?;
    }
    Ok(transaction.commit()?)
}
