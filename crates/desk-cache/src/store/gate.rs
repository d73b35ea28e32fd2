//! Who is using the unlocked desk, and when it may be taken away from them.
//!
//! Locking turns everybody new away at once and waits for those who are inside; changing the key waits until nobody
//! is, and lets the next ones wait. So a read within a write never waits for a lock that waits for that write.

use super::{
    Open,
    keeper::Keeper,
    session::{Session, guard},
};
use crate::error::CacheError;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

pub(super) struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    open: Option<Arc<Open>>,
    inside: u32,
    /// Taken for a moment: it comes back.
    is_away: bool,
}

/// One use of the desk; it stays open while this lives.
pub(super) struct Pass<'g> {
    gate: &'g Gate,
    /// There until the pass is dropped.
    open: Option<Arc<Open>>,
}

impl Gate {
    pub(super) fn new(open: Open) -> Gate {
        let state = State { open: Some(Arc::new(open)), inside: 0, is_away: false };
        Gate { state: Mutex::new(state), changed: Condvar::new() }
    }

    pub(super) fn enter(&self) -> Result<Pass<'_>, CacheError> {
        let mut state = self.wait_while(|it| it.is_away);
        let open = Arc::clone(state.open.as_ref().ok_or(CacheError::Locked)?);
        state.inside += 1;
        Ok(Pass { gate: self, open: Some(open) })
    }

    /// Takes the desk away for good; nothing if it was locked already.
    pub(super) fn close(&self) -> Option<Open> {
        let open = self.wait_while(|it| it.is_away).open.take()?;
        drop(self.wait_while(|it| it.inside > 0));
        Arc::into_inner(open)
    }

    /// Takes the desk away until [`Gate::put_back`].
    pub(super) fn take(&self) -> Option<Open> {
        let mut state = self.wait_while(|it| it.is_away || (it.inside > 0 && it.open.is_some()));
        let open = Arc::into_inner(state.open.take()?)?;
        state.is_away = true;
        Some(open)
    }

    /// Ends what [`Gate::take`] began; without an answer the desk is locked.
    pub(super) fn put_back(&self, open: Option<Open>) {
        let mut state = guard(&self.state);
        state.open = open.map(Arc::new);
        state.is_away = false;
        self.changed.notify_all();
    }

    fn wait_while(&self, is_so: impl Fn(&State) -> bool) -> MutexGuard<'_, State> {
        let state = guard(&self.state);
        self.changed.wait_while(state, |it| is_so(it)).unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pass<'_> {
    pub(super) fn get(&self) -> &Session {
        &self.open().session
    }

    pub(super) fn keeper(&self) -> &Keeper {
        &self.open().keeper
    }

    fn open(&self) -> &Open {
        match &self.open {
            Some(open) => open,
            None => unreachable!("a pass that was given back is still used"),
        }
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        // Whoever waits for the last one to leave takes the desk apart at once.
        self.open = None;
        guard(&self.gate.state).inside -= 1;
        self.gate.changed.notify_all();
    }
}
