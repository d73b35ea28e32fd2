//! Two things at a time.

use crate::error::{AppError, AppResult};
use std::{
    panic::resume_unwind,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// Pieces of work that several do: whoever has time takes the next one.
pub(super) struct Pieces<T> {
    all: Vec<T>,
    next: AtomicUsize,
}

impl<T> Pieces<T> {
    pub(super) fn of(all: impl IntoIterator<Item = T>) -> Pieces<T> {
        Pieces { all: all.into_iter().collect(), next: AtomicUsize::new(0) }
    }

    /// Those that nobody else takes.
    pub(super) fn taken(&self) -> impl Iterator<Item = &T> {
        std::iter::from_fn(|| self.all.get(self.next.fetch_add(1, Ordering::Relaxed)))
    }
}

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
