//! The daily backup, beside the work: at most one at a time, tried again an hour after a failure.

use crate::desk::SignedIn;
use clinic_domain::time::Instant;
use desk_app::backup;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const RETRY_AFTER_SECONDS: i64 = 60 * 60;

#[derive(Default)]
pub struct BackupDay(Mutex<Last>);

#[derive(Default)]
struct Last {
    tried_at: Option<Instant>,
    problem: Option<String>,
}

impl BackupDay {
    /// Runs on the desk's clockwork thread: calls go on meanwhile.
    pub fn run_if_due(&self, signed_in: &Arc<SignedIn>) {
        let desk = &signed_in.front;
        let now = desk.now();
        if self.last().tried_at.is_some_and(|at| now.0 - at.0 < RETRY_AFTER_SECONDS) {
            return;
        }
        if !matches!(backup::is_due(desk), Ok(true)) {
            return;
        }
        self.last().tried_at = Some(now);
        let outcome = backup::back_up_daily(desk);
        if let Err(error) = &outcome {
            tracing::warn!(%error, "the daily backup failed");
        }
        self.last().problem = outcome.err().map(|error| crate::error::ApiError::from(error).sentence);
    }

    #[must_use]
    pub fn problem(&self) -> Option<String> {
        self.last().problem.clone()
    }

    pub fn succeeded(&self) {
        self.last().problem = None;
    }

    fn last(&self) -> MutexGuard<'_, Last> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
