//! How often somebody may call: by organization, by person, and by address where nobody has signed in.

use crate::{
    config::LimitsConfig,
    http::{Caller, Origin, Problem},
};
use axum::http::StatusCode;
use clinic_domain::time::Instant;
use clinic_env::Clock;
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};
use uuid::Uuid;

/// Whose calls are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Who {
    Organization(Uuid),
    Person(Uuid, Uuid),
    Address(IpAddr),
}

/// Windows of a minute. Those of minutes gone by are dropped when there are many.
pub struct Limits {
    clock: Clock,
    per_minute: LimitsConfig,
    windows: Mutex<HashMap<Who, Window>>,
}

#[derive(Clone, Copy)]
struct Window {
    minute: i64,
    calls: u32,
}

const MOST_WINDOWS: usize = 100_000;

impl Limits {
    #[must_use]
    pub fn new(clock: Clock, per_minute: &LimitsConfig) -> Limits {
        Limits { clock, per_minute: per_minute.clone(), windows: Mutex::default() }
    }

    /// # Errors
    /// [`StatusCode::TOO_MANY_REQUESTS`] with the seconds until the next minute.
    pub fn take(&self, caller: Option<&Caller>, origin: &Origin) -> Result<(), Problem> {
        let now = self.clock.now();
        let counted: Vec<(Who, u32)> = match (caller, origin.address) {
            (Some(it), _) => vec![
                (Who::Organization(it.organization.0), self.per_minute.organization),
                (Who::Person(it.organization.0, it.person.id.0), self.per_minute.person),
            ],
            (None, Some(address)) => vec![(Who::Address(address), self.per_minute.address)],
            (None, None) => Vec::new(),
        };
        if counted.into_iter().all(|(who, most)| self.count(who, now) <= most) {
            return Ok(());
        }
        let rest = u32::try_from(60 - now.0.rem_euclid(60)).unwrap_or(60);
        Err(Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", "Too many calls in a minute.")
            .retry(rest))
    }

    fn count(&self, who: Who, now: Instant) -> u32 {
        let minute = now.0.div_euclid(60);
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= MOST_WINDOWS {
            windows.retain(|_, it| it.minute == minute);
        }
        let window = windows.entry(who).or_insert(Window { minute, calls: 0 });
        if window.minute != minute {
            *window = Window { minute, calls: 0 };
        }
        window.calls = window.calls.saturating_add(1);
        window.calls
    }
}
