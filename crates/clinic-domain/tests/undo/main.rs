//! Undo by its laws: it gives back what stood, it keeps both in the history, and it never evicts anybody.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[allow(dead_code, reason = "every suite uses a part of it")]
#[path = "../clinic/mod.rs"]
mod clinic;
mod laws;
mod world;
