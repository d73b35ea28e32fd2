//! Two things at a time.

use crate::error::{AppError, AppResult};
use std::{panic::resume_unwind, thread};

/// `there` on a thread of its own while `here` runs on this one.
pub(super) fn together<T: Send, U>(
    there: impl FnOnce() -> AppResult<T> + Send,
    here: impl FnOnce() -> AppResult<U>,
) -> AppResult<(T, U)> {
    thread::scope(|scope| {
        let name = "capacity".to_owned();
        let there =
            thread::Builder::new().name(name).spawn_scoped(scope, there).map_err(AppError::NoThread)?;
        let here = here()?;
        let there = there.join().unwrap_or_else(|panic| resume_unwind(panic))?;
        Ok((there, here))
    })
}
