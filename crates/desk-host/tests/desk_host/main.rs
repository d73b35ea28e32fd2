//! The headless desk from outside: the real program on real encrypted homes.

mod cli;
#[cfg(feature = "serve")]
mod serve;
mod support;
