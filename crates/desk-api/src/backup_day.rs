//! The daily backup, beside the work: at most one at a time, tried again an hour after a failure.

use crate::{desk::Session, error::ApiError};
use clinic_domain::time::Instant;
use desk_app::backup;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

const RETRY_AFTER_SECONDS: i64 = 60 * 60;

#[derive(Default)]
pub struct BackupDay {
    last: Mutex<Last>,
    /// Held while a backup is made: two at once would write the same file.
    turn: Mutex<()>,
}

#[derive(Default)]
struct Last {
    tried_at: Option<Instant>,
    problem: Option<ApiError>,
}

impl BackupDay {
    /// Runs on the desk's clockwork thread: calls go on meanwhile.
    pub fn run_if_due(&self, session: &Arc<Session>) {
        let desk = &session.front;
        let now = desk.now();
        if self.last().tried_at.is_some_and(|at| now.0 - at.0 < RETRY_AFTER_SECONDS) {
            return;
        }
        // A person's own backup is being made: look again when it is done.
        let _turn = match self.turn.try_lock() {
            Ok(turn) => turn,
            Err(TryLockError::Poisoned(turn)) => turn.into_inner(),
            Err(TryLockError::WouldBlock) => return,
        };
        if !matches!(backup::is_due(desk), Ok(true)) {
            return;
        }
        self.last().tried_at = Some(now);
        let outcome = backup::back_up_daily(desk);
        if let Err(error) = &outcome {
            tracing::warn!(%error, "the daily backup failed");
        }
        self.last().problem = outcome.err().map(ApiError::from);
    }

    #[must_use]
    pub fn problem(&self) -> Option<ApiError> {
        self.last().problem.clone()
    }

    /// A backup that a person asked for, after one that is under way.
    pub fn make<T, E>(&self, back_up: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let made = back_up()?;
        self.last().problem = None;
        Ok(made)
    }

    fn last(&self) -> MutexGuard<'_, Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
