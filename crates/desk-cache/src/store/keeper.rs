//! The keeper: one named thread that does what nobody should wait for.
//!
//! After a write it brings the mirror up to date and, within a second, flushes the head and shortens the logs; every
//! five minutes it puts a copy of the head into the keyring. It holds no state of its own: stopping it loses nothing
//! that the next opening does not make good.

use super::session::{Session, guard};
use crate::error::CacheError;
use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread::JoinHandle,
    time::{Duration, Instant},
};

pub(super) struct Keeper {
    signal: Arc<Signal>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Signal {
    told: Mutex<Told>,
    changed: Condvar,
}

#[derive(Clone, Copy, Default)]
struct Told {
    has_written: bool,
    stop: bool,
}

const FLUSH_AFTER: Duration = Duration::from_secs(1);
const KEYRING_AFTER: Duration = Duration::from_secs(300);

impl Keeper {
    pub(super) fn start(session: Arc<Session>) -> Result<Keeper, CacheError> {
        let signal = Arc::new(Signal::default());
        let theirs = Arc::clone(&signal);
        let thread = std::thread::Builder::new()
            .name("desk-keeper".to_owned())
            .spawn(move || keep(&session, &theirs))
            .map_err(CacheError::io("starting the keeper"))?;
        Ok(Keeper { signal, thread: Some(thread) })
    }

    /// Something was written.
    pub(super) fn wake(&self) {
        guard(&self.signal.told).has_written = true;
        self.signal.changed.notify_one();
    }

    /// Returns when the thread has ended.
    pub(super) fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        guard(&self.signal.told).stop = true;
        self.signal.changed.notify_one();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the keeper had panicked");
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.end();
    }
}

/// When the next unhurried thing is due.
struct Due {
    flush: Option<Instant>,
    keyring: Option<Instant>,
}

fn keep(session: &Session, signal: &Signal) {
    report(session.reserve.restock(), "the reserve could not be taken");
    let mut due = Due { flush: None, keyring: None };
    loop {
        let told = wait(signal, due.soonest());
        if told.stop {
            return;
        }
        if told.has_written {
            report(session.mirror.catch_up(), "the mirror could not be brought up to date");
            let now = now();
            due.flush.get_or_insert(now + FLUSH_AFTER);
            due.keyring.get_or_insert(now + KEYRING_AFTER);
        }
        if Due::is_over(&mut due.flush) {
            report(session.flush_head(), "the head could not be flushed");
            report(session.shorten_logs(), "a log could not be brought into its file");
        }
        if Due::is_over(&mut due.keyring) {
            report(session.keep_head_in_keyring(), "the head could not be copied to the keyring");
            report(session.reserve.restock(), "the reserve could not be taken");
        }
    }
}

fn wait(signal: &Signal, until: Option<Instant>) -> Told {
    let mut told = guard(&signal.told);
    while !told.stop && !told.has_written {
        let left = until.map(|it| it.saturating_duration_since(now()));
        told = match left {
            None => signal.changed.wait(told).unwrap_or_else(PoisonError::into_inner),
            Some(Duration::ZERO) => break,
            Some(left) => signal.changed.wait_timeout(told, left).unwrap_or_else(PoisonError::into_inner).0,
        };
    }
    let answer = *told;
    told.has_written = false;
    answer
}

impl Due {
    fn soonest(&self) -> Option<Instant> {
        [self.flush, self.keyring].into_iter().flatten().min()
    }

    fn is_over(at: &mut Option<Instant>) -> bool {
        let is_over = at.is_some_and(|at| at <= now());
        if is_over {
            *at = None;
        }
        is_over
    }
}

#[allow(clippy::disallowed_methods, reason = "how long something has waited, never a time of day")]
fn now() -> Instant {
    Instant::now()
}

fn report(done: Result<(), CacheError>, what: &'static str) {
    if let Err(problem) = done {
        tracing::warn!(%problem, what);
    }
}
