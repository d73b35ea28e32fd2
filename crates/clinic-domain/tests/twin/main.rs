//! The capacity twin: worlds small enough to be worked by hand, laws on a year of a clinic, and its booking rule held against
//! the engine.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[allow(dead_code, reason = "every suite uses a part of it")]
#[path = "../clinic/mod.rs"]
mod clinic;
mod drawn;
mod engine;
mod laws;
mod limits;
mod small;
mod year;
