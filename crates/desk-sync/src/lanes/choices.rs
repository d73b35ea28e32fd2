//! Which times are being booked right now: said to the centre while somebody has one chosen here, and heard of the other
//! desks. Nobody waits for it, and nothing is decided by it.
//!
//! Invariant: what was heard is not shown for longer than the centre said.

use super::{LONGEST_REST, Lane, News, Rung, Shared};
use crate::{Desk, Trouble};
use clinic_domain::{id::DeviceId, time::Instant};
use clinic_protocol::sync::{CHOICE_SECONDS, Choice, Choices};
use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// While something is chosen it is said anew in time.
const SAID_AGAIN: Duration = Duration::from_secs(CHOICE_SECONDS as u64 / 2);

/// A time that somebody chooses at another desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChosenElsewhere {
    pub device: DeviceId,
    pub choice: Choice,
    /// It is not shown from then on, unless it is said again.
    pub until: Instant,
}

#[derive(Default)]
pub(super) struct Chosen {
    own: Mutex<Vec<Choice>>,
    elsewhere: Mutex<Vec<ChosenElsewhere>>,
}

impl Chosen {
    /// Whether that is something else.
    pub(super) fn choose(&self, choices: Vec<Choice>) -> bool {
        let mut own = lock(&self.own);
        let is_other = *own != choices;
        *own = choices;
        is_other
    }

    pub(super) fn elsewhere(&self) -> Vec<ChosenElsewhere> {
        lock(&self.elsewhere).clone()
    }
}

impl Shared {
    fn heard_choices(&self, heard: &Choices) {
        let now = self.clock.now();
        let seen = heard.choices.iter().map(|it| ChosenElsewhere {
            device: DeviceId(it.device),
            choice: it.choice,
            until: now.plus_seconds(it.seconds.min(CHOICE_SECONDS).into()),
        });
        let seen: Vec<_> = seen.collect();
        let times = |all: &[ChosenElsewhere]| all.iter().map(|it| (it.device, it.choice)).collect::<Vec<_>>();
        let before = std::mem::replace(&mut *lock(&self.chosen.elsewhere), seen.clone());
        if times(&before) != times(&seen) {
            (self.told)(News::Choices);
        }
    }
}

impl<D: Desk> Lane<D>
where
    D::Error: fmt::Display,
{
    /// Says what is chosen here, until nothing is.
    pub(super) fn choose(mut self) {
        let (mut said, mut heard) = (Vec::new(), self.shared.bell.rung());
        while !*self.ended.borrow() {
            let own = lock(&self.shared.chosen.own).clone();
            if own.is_empty() && said.is_empty() {
                heard = self.shared.bell.wait(heard, LONGEST_REST, true);
                continue;
            }
            match self.link.choose(&own) {
                Ok(others) => {
                    self.pace.went_well();
                    self.shared.heard_choices(&others);
                    let rest = if own.is_empty() { LONGEST_REST } else { SAID_AGAIN };
                    said = own;
                    heard = self.shared.bell.wait(heard, rest, true);
                }
                Err(trouble) => heard = self.rest_quietly(&trouble, heard),
            }
        }
    }

    /// Hears what is chosen elsewhere.
    pub(super) fn watch(mut self) {
        let (mut seen, mut heard) = (None, self.shared.bell.rung());
        while !*self.ended.borrow() {
            match self.link.chosen(seen) {
                Ok(others) => {
                    self.pace.went_well();
                    seen = Some(others.revision);
                    self.shared.heard_choices(&others);
                }
                Err(trouble) => heard = self.rest_quietly(&trouble, heard),
            }
        }
    }

    /// How the desk stands to its centre is the other lanes' to say.
    fn rest_quietly(&mut self, trouble: &Trouble, heard: Rung) -> Rung {
        let distance = self.distance(Some(trouble));
        self.shared.bell.wait(heard, distance, false)
    }
}

fn lock<T>(it: &Mutex<T>) -> MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}
