//! Wakes a lane that rests.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

#[derive(Default)]
pub(super) struct Bell {
    rung: Mutex<Rung>,
    moved: Condvar,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Rung {
    pub(super) news: u64,
    pub(super) now: u64,
}

impl Bell {
    pub(super) fn rung(&self) -> Rung {
        *self.lock()
    }

    pub(super) fn ring(&self, how: impl FnOnce(&mut Rung)) {
        how(&mut self.lock());
        self.moved.notify_all();
    }

    /// Until it rings anew, or for so long. Who waits because nobody answered does not hear of news.
    pub(super) fn wait(&self, heard: Rung, at_most: Duration, hears_news: bool) -> Rung {
        let is_quiet = |it: &mut Rung| it.now == heard.now && !(hears_news && it.news != heard.news);
        let waited = self.moved.wait_timeout_while(self.lock(), at_most, is_quiet);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    fn lock(&self) -> MutexGuard<'_, Rung> {
        self.rung.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
