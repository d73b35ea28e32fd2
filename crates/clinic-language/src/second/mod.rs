//! A second reading of a sentence, by whoever can read: an optional language model. What it is given, and what of its answer
//! counts.
//!
//! Invariants: where names are hidden, what is given holds words of the language, short numbers and marks alone; of what comes
//! back only an intent of ours and pieces of what was given count, and a piece stands for the words that somebody typed.

mod hidden;
#[cfg(test)]
mod tests;
mod vocabulary;

pub use hidden::{Given, Known};

use crate::intent::Intent;

/// What a piece of the sentence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Patient,
    Provider,
    VisitType,
    When,
}

impl Role {
    pub const ALL: [Role; 4] = [Role::Patient, Role::Provider, Role::VisitType, Role::When];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Role::Patient => "patient",
            Role::Provider => "provider",
            Role::VisitType => "visit_type",
            Role::When => "when",
        }
    }
}

/// What whoever read it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub intent: Intent,
    /// Pieces of what was given, letter by letter.
    pub pieces: Vec<(Role, String)>,
}

/// Why there is no second reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// Nobody there.
    Unreachable,
    /// Not within the time that was set.
    TooSlow,
    /// It did not want to.
    Refused,
    /// What it said is no reading.
    Unreadable,
    /// It failed several times, and is not asked for a while.
    Resting,
}

impl Silence {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Silence::Unreachable => "unreachable",
            Silence::TooSlow => "too_slow",
            Silence::Refused => "refused",
            Silence::Unreadable => "unreadable",
            Silence::Resting => "resting",
        }
    }
}

pub trait SecondReader {
    /// # Errors
    /// Why there is no reading. Nothing waits for it longer than the reader's own time limit.
    fn read(&self, given: &str) -> Result<Reading, Silence>;
}
