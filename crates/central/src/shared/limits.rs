//! How often somebody may call: by organization, by person, and by address where nobody has signed in.
//!
//! Instances count together in Redis. Without it each counts for itself, and a whole takes as many calls as its instances.

use super::Redis;
use crate::{
    config::LimitsConfig,
    http::{Caller, Origin, Problem},
};
use axum::http::StatusCode;
use clinic_env::Clock;
use std::{
    collections::HashMap,
    fmt,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};
use uuid::Uuid;

/// Counts a call for each key, and says how many each has now. Clocks of instances differ by less than the second minute.
const COUNT: &str = "local calls = {} \
     for at, key in ipairs(KEYS) do \
         calls[at] = redis.call('INCR', key) \
         if calls[at] == 1 then redis.call('EXPIRE', key, 120) end \
     end \
     return calls";

/// Whose calls are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Who {
    Organization(Uuid),
    Person(Uuid, Uuid),
    Address(IpAddr),
    /// Who looks whether the service is there.
    Probe(IpAddr),
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Who::Organization(it) => write!(f, "organization:{it}"),
            Who::Person(organization, it) => write!(f, "person:{organization}:{it}"),
            Who::Address(it) => write!(f, "address:{it}"),
            Who::Probe(it) => write!(f, "probe:{it}"),
        }
    }
}

/// Windows of a minute. Those of minutes gone by are dropped when there are many.
pub struct Limits {
    clock: Clock,
    per_minute: LimitsConfig,
    redis: Option<Arc<Redis>>,
    windows: Mutex<HashMap<Who, Window>>,
}

#[derive(Clone, Copy)]
struct Window {
    minute: i64,
    calls: u32,
}

const MOST_WINDOWS: usize = 100_000;
/// A balancer looks every second or so, and keeps nobody else from calling from its address.
const PROBES: u32 = 20;

impl Limits {
    #[must_use]
    pub fn new(clock: Clock, per_minute: &LimitsConfig, redis: Option<Arc<Redis>>) -> Limits {
        Limits { clock, per_minute: per_minute.clone(), redis, windows: Mutex::default() }
    }

    /// # Errors
    /// [`StatusCode::TOO_MANY_REQUESTS`] with the seconds until the next minute.
    pub async fn take(
        &self,
        caller: Option<&Caller>,
        origin: &Origin,
        is_probe: bool,
    ) -> Result<(), Problem> {
        let now = self.clock.now().0;
        let (minute, second) = (now.div_euclid(60), now.rem_euclid(60));
        let counted: Vec<(Who, u32)> = match (caller, origin.address) {
            (Some(it), _) => vec![
                (Who::Organization(it.organization.0), self.per_minute.organization),
                (Who::Person(it.organization.0, it.person.id.0), self.per_minute.person),
            ],
            (None, Some(address)) if is_probe => {
                vec![(Who::Probe(address), self.per_minute.address.saturating_mul(PROBES))]
            }
            (None, Some(address)) => vec![(Who::Address(address), self.per_minute.address)],
            (None, None) => Vec::new(),
        };
        // On the heap where there is one: a request carries its whole future with it.
        let together = match &self.redis {
            Some(redis) => Box::pin(Self::count_together(redis, &counted, minute)).await,
            None => None,
        };
        let calls = together.unwrap_or_else(|| self.count(&counted, minute));
        if counted.iter().zip(calls).all(|((_, most), calls)| calls <= *most) {
            return Ok(());
        }
        let rest = u32::try_from(60 - second).unwrap_or(60);
        Err(Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", "Too many calls in a minute.")
            .retry(rest))
    }

    async fn count_together(redis: &Redis, counted: &[(Who, u32)], minute: i64) -> Option<Vec<u32>> {
        let mut command = redis::cmd("EVAL");
        command.arg(COUNT).arg(counted.len());
        for (who, _) in counted {
            command.arg(redis.name(&format!("calls:{who}:{minute}")));
        }
        redis.ask::<Vec<u32>>(&command).await.filter(|it| it.len() == counted.len())
    }

    fn count(&self, counted: &[(Who, u32)], minute: i64) -> Vec<u32> {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= MOST_WINDOWS {
            windows.retain(|_, it| it.minute == minute);
        }
        let mut count = |(who, _): &(Who, u32)| {
            let window = windows.entry(*who).or_insert(Window { minute, calls: 0 });
            if window.minute != minute {
                *window = Window { minute, calls: 0 };
            }
            window.calls = window.calls.saturating_add(1);
            window.calls
        };
        counted.iter().map(&mut count).collect()
    }
}
