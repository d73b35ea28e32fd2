//! The headless desk from outside: the real program on real encrypted homes.
#![allow(clippy::unwrap_used, reason = "a journey that cannot go on has failed")]

mod capacity;
mod cli;
mod hours;
#[cfg(feature = "serve")]
mod serve;
mod support;
