//! Leaves a dependency alone that does not answer: nobody waits for it in vain, and nothing hammers at a closed door.
//!
//! Invariants: a refusal is an answer, only silence counts; after so many silences in a row the circuit is open for a
//! while, then one caller finds out for all. Whoever gives up before long has proved nothing, so that nobody shuts a
//! dependency to the others by hanging up.

use clinic_domain::time::Instant;
use clinic_env::Clock;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Whoever gave up after so long has waited for nothing.
const LONG_SECONDS: i64 = 5;

/// After how many silences in a row a dependency is left alone, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    pub silences: u32,
    pub rest_seconds: u32,
}

impl Patience {
    /// Asks whatever happens.
    pub const ENDLESS: Patience = Patience { silences: u32::MAX, rest_seconds: 0 };
}

/// The dependency is left alone for so many seconds more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftAlone {
    pub seconds: u32,
}

/// What a call says of the dependency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Answer,
    Silence,
    /// Nothing: it was not asked.
    None,
}

/// One for each dependency, shared by all who call it.
#[derive(Clone)]
pub struct Circuit(Arc<Shared>);

struct Shared {
    name: &'static str,
    clock: Clock,
    patience: Patience,
    state: Mutex<State>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Closed {
        silences: u32,
    },
    Open {
        until: Instant,
    },
    /// One caller is finding out.
    HalfOpen,
}

impl Circuit {
    #[must_use]
    pub fn new(name: &'static str, clock: Clock, patience: Patience) -> Circuit {
        let state = Mutex::new(State::Closed { silences: 0 });
        Circuit(Arc::new(Shared { name, clock, patience, state }))
    }

    #[must_use]
    pub fn name(&self) -> &'static str {
        self.0.name
    }

    /// Whether the dependency is left alone, but for one caller who may be finding out.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(*self.state(), State::Closed { .. })
    }

    /// # Errors
    /// The dependency is left alone.
    pub fn admit(&self) -> Result<Pass, LeftAlone> {
        let mut state = self.state();
        let now = self.0.clock.now();
        let is_probe = match *state {
            State::Closed { .. } => false,
            State::Open { until } if until <= now => {
                *state = State::HalfOpen;
                true
            }
            State::Open { until } => {
                return Err(LeftAlone { seconds: u32::try_from(until.0 - now.0).unwrap_or(1) });
            }
            State::HalfOpen => return Err(LeftAlone { seconds: 1 }),
        };
        Ok(Pass { circuit: self.clone(), is_probe, asked_at: None })
    }

    fn answered(&self) {
        let mut state = self.state();
        if !matches!(*state, State::Closed { .. }) {
            tracing::info!(dependency = self.0.name, "it answers again");
        }
        *state = State::Closed { silences: 0 };
    }

    fn silent(&self, is_probe: bool) {
        let mut state = self.state();
        let Patience { silences: most, rest_seconds } = self.0.patience;
        let open = State::Open { until: self.0.clock.now().plus_seconds(rest_seconds.into()) };
        *state = match *state {
            State::Closed { silences } if silences.saturating_add(1) < most => {
                State::Closed { silences: silences + 1 }
            }
            State::Closed { .. } => {
                tracing::warn!(dependency = self.0.name, "it does not answer, and is left alone");
                open
            }
            State::HalfOpen if is_probe => open,
            other => other,
        };
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A caller who was let through; what its calls come to is noted.
pub struct Pass {
    circuit: Circuit,
    is_probe: bool,
    asked_at: Option<Instant>,
}

impl Pass {
    pub async fn ask<T>(&mut self, call: impl Future<Output = T>, sign: impl FnOnce(&T) -> Sign) -> T {
        self.asked_at = Some(self.circuit.0.clock.now());
        let answer = call.await;
        self.asked_at = None;
        match sign(&answer) {
            Sign::Answer => {
                self.is_probe = false;
                self.circuit.answered();
            }
            Sign::Silence => {
                self.circuit.silent(self.is_probe);
                self.is_probe = false;
            }
            Sign::None => {}
        }
        answer
    }

    /// Whether a call was given up on the way.
    #[must_use]
    pub fn is_asking(&self) -> bool {
        self.asked_at.is_some()
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let now = self.circuit.0.clock.now();
        if self.asked_at.is_some_and(|it| now.0 - it.0 >= LONG_SECONDS) {
            self.circuit.silent(self.is_probe);
        } else if self.is_probe {
            // It found out nothing: the next one may.
            *self.circuit.state() = State::Open { until: now };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        future::{pending, ready},
        sync::atomic::{AtomicI64, Ordering},
    };

    const PATIENCE: Patience = Patience { silences: 3, rest_seconds: 10 };

    fn circuit() -> (Circuit, &'static AtomicI64) {
        let at: &'static AtomicI64 = Box::leak(Box::new(AtomicI64::new(1_000)));
        (Circuit::new("a dependency", Clock::Standing { at }, PATIENCE), at)
    }

    async fn hears(circuit: &Circuit, sign: Sign) {
        circuit.admit().expect("it may be asked").ask(ready(()), |()| sign).await;
    }

    async fn opened() -> (Circuit, &'static AtomicI64) {
        let (circuit, at) = circuit();
        for _ in 0..3 {
            hears(&circuit, Sign::Silence).await;
        }
        (circuit, at)
    }

    /// Asks, waits for so long, and gives up.
    async fn gives_up_after(circuit: &Circuit, at: &AtomicI64, seconds: i64) {
        let mut pass = circuit.admit().expect("it may be asked");
        tokio::select! {
            biased;
            () = pass.ask(pending(), |()| Sign::Answer) => unreachable!("nobody answers"),
            () = ready(()) => at.fetch_add(seconds, Ordering::Relaxed),
        };
    }

    #[tokio::test]
    async fn silences_in_a_row_open_it_and_an_answer_between_them_does_not() {
        let (circuit, _) = circuit();
        for sign in [Sign::Silence, Sign::Silence, Sign::Answer, Sign::Silence, Sign::None, Sign::Silence] {
            hears(&circuit, sign).await;
            assert!(!circuit.is_open());
        }
        hears(&circuit, Sign::Silence).await;
        assert_eq!(circuit.admit().err(), Some(LeftAlone { seconds: 10 }));
    }

    #[tokio::test]
    async fn after_the_rest_one_caller_finds_out_for_all() {
        let (circuit, at) = opened().await;
        at.fetch_add(9, Ordering::Relaxed);
        assert_eq!(circuit.admit().err(), Some(LeftAlone { seconds: 1 }));
        at.fetch_add(1, Ordering::Relaxed);
        let mut probe = circuit.admit().expect("one may");
        assert_eq!(
            circuit.admit().err(),
            Some(LeftAlone { seconds: 1 }),
            "the others wait for what it finds"
        );
        probe.ask(ready(()), |()| Sign::Silence).await;
        assert_eq!(circuit.admit().err(), Some(LeftAlone { seconds: 10 }), "one silence was enough");
        at.fetch_add(10, Ordering::Relaxed);
        hears(&circuit, Sign::Answer).await;
        assert!(!circuit.is_open());
        hears(&circuit, Sign::Silence).await;
        assert!(!circuit.is_open(), "it has its whole patience again");
    }

    #[tokio::test]
    async fn a_probe_that_finds_out_nothing_leaves_it_to_the_next() {
        let (circuit, at) = opened().await;
        at.fetch_add(10, Ordering::Relaxed);
        hears(&circuit, Sign::None).await;
        gives_up_after(&circuit, at, 1).await;
        hears(&circuit, Sign::Answer).await;
        assert!(!circuit.is_open());
    }

    #[tokio::test]
    async fn who_hangs_up_early_proves_nothing_and_who_waited_long_does() {
        let (circuit, at) = circuit();
        for _ in 0..20 {
            gives_up_after(&circuit, at, LONG_SECONDS - 1).await;
        }
        assert!(!circuit.is_open());
        for _ in 0..3 {
            gives_up_after(&circuit, at, LONG_SECONDS).await;
        }
        assert!(circuit.is_open());
    }
}
