//! Where time, ids and random bytes come from: the only place in the project that reads the wall clock. Both desk and centre
//! take theirs from here, and hand them on as values.

use chrono::DateTime;
use clinic_domain::time::Instant;
use std::{
    sync::{
        Mutex,
        atomic::{AtomicI64, Ordering},
    },
    time::SystemTime,
};
use uuid::{ContextV7, Timestamp, Uuid};

/// The clock. A fixed start serves the browser tests and the demonstrations: it then runs on from there.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    System,
    /// The system's clock moved by so many seconds.
    Shifted {
        seconds: i64,
    },
    /// Stands still until it is set: what is told by it is the same however long the telling takes. UTC seconds.
    Standing {
        at: &'static AtomicI64,
    },
}

impl Clock {
    /// A clock that shows `start` now.
    #[must_use]
    pub fn starting_at(start: Instant) -> Clock {
        Clock::Shifted { seconds: start.0 - Clock::System.now().0 }
    }

    #[must_use]
    pub fn now(self) -> Instant {
        Instant(self.milliseconds().div_euclid(1000))
    }

    fn milliseconds(self) -> i64 {
        #[allow(clippy::disallowed_methods)] // The one reading of the wall clock.
        let system = || DateTime::<chrono::Utc>::from(SystemTime::now()).timestamp_millis();
        match self {
            Clock::System => system(),
            Clock::Shifted { seconds } => system() + seconds * 1000,
            Clock::Standing { at } => at.load(Ordering::Relaxed) * 1000,
        }
    }
}

/// New ids: UUIDv7 by the clock, in order within one run.
pub struct Ids {
    clock: Clock,
    context: Mutex<ContextV7>,
}

impl Ids {
    #[must_use]
    pub fn new(clock: Clock) -> Ids {
        Ids { clock, context: Mutex::new(ContextV7::new()) }
    }

    #[must_use]
    pub fn next(&self) -> Uuid {
        let milliseconds = self.clock.milliseconds();
        let seconds = u64::try_from(milliseconds.div_euclid(1000)).unwrap_or_default();
        let nanos = u32::try_from(milliseconds.rem_euclid(1000)).unwrap_or_default() * 1_000_000;
        // The context only orders ids within a millisecond; after a panic elsewhere it still does.
        let context = self.context.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Uuid::new_v7(Timestamp::from_unix(&*context, seconds, nanos))
    }
}

/// Random bytes from the operating system.
#[must_use]
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Without randomness nothing here is safe, so the process must not go on.
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}
