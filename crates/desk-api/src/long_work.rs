//! Work that takes long, of which there is one at a time and which a person can give up.

use std::sync::atomic::{AtomicBool, Ordering};

#[derive(Default)]
pub struct LongWork {
    cancel: AtomicBool,
    is_running: AtomicBool,
}

/// The work that runs, until this is dropped.
pub struct Running<'a>(&'a LongWork);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.is_running.store(false, Ordering::Release);
    }
}

impl Running<'_> {
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.cancel.load(Ordering::Relaxed)
    }
}

impl LongWork {
    /// `None` while another one runs.
    pub fn begin(&self) -> Option<Running<'_>> {
        if self.is_running.swap(true, Ordering::AcqRel) {
            return None;
        }
        self.cancel.store(false, Ordering::Relaxed);
        Some(Running(self))
    }

    /// Nothing where none runs.
    pub fn cancel(&self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}
