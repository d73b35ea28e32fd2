//! The figures of capacity: by hand, against a slow and plain reference, and by their laws.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod by_hand;
#[allow(dead_code, reason = "every suite uses a part of it")]
#[path = "../clinic/mod.rs"]
mod clinic;
mod documented;
mod extra;
mod facts;
mod heat;
mod laws;
mod needs;
mod practice;
mod reference;
mod trend;
